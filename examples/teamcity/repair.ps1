#Requires -Version 7.4
<#
  The repair step: its execution policy is "Always, even if build stop command was issued". A stopped build kills the
  whole process tree, so nobody was left to undo. Where nothing is broken it finds nothing and does nothing.
#>
$ErrorActionPreference = 'Stop'

Import-Module ($env:AMITOOLS_MODULE ? $env:AMITOOLS_MODULE : 'AmiTools')

Repair-PairedAmi ($env:AMITOOLS_PATH ? $env:AMITOOLS_PATH : 'src') -Confirm:$false | Format-List
