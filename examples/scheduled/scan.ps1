#Requires -Version 7.4
<#
  The scan for images in use, for cron or the Task Scheduler, where PowerShell is to run it: every 20 minutes.
  Each argument is an environments.yaml or its folder; one that fails does not keep the others from being scanned.

    pwsh -NoProfile -NonInteractive -File scan.ps1 /srv/images /srv/other-images

  Exit code: 0 all was done, 1 nothing, 2 a part.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, ValueFromRemainingArguments)]
    [string[]] $EnvironmentsPath
)
$ErrorActionPreference = 'Stop'

Import-Module ($env:AMITOOLS_MODULE ? $env:AMITOOLS_MODULE : 'AmiTools')

$done = $partly = 0
foreach ($path in $EnvironmentsPath) {
    try {
        $result = Update-AmiLastUsed -EnvironmentsPath $path -Confirm:$false
        "${path}: $result."
        $done++
    }
    catch {
        # What could be tagged was, and the next scan tries the rest again.
        if ($_.FullyQualifiedErrorId -like 'ScanIncomplete*') { $partly++ }
        # A line for the mail of cron, not PowerShell's own picture of an error.
        [Console]::Error.WriteLine("${path}: $($_.Exception.Message)")
    }
}
exit $(if ($done -eq $EnvironmentsPath.Count) { 0 } elseif ($done + $partly -eq 0) { 1 } else { 2 })
