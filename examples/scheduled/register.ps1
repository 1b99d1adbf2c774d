#Requires -Version 7.4
<#
  Has this machine scan every 20 minutes, without PowerShell. Run again after every change, such as from the machine's own
  set-up: it changes what differs and nothing else.

    pwsh -NoProfile -NonInteractive -File register.ps1 /srv/images
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [string] $EnvironmentsPath,

    [ValidateSet('Cron', 'Systemd', 'TaskScheduler')]
    [string] $Kind
)
$ErrorActionPreference = 'Stop'

Import-Module ($env:AMITOOLS_MODULE ? $env:AMITOOLS_MODULE : 'AmiTools')

$where = $Kind ? @{ Kind = $Kind } : @{}
Register-AmiSchedule Scan -EnvironmentsPath $EnvironmentsPath -PassThru @where | Format-Table
