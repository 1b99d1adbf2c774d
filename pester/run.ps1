# Runs every Pester test. Closes with 'pester: N passed, N failed, N skipped'; the exit code is 0 when none failed.
[CmdletBinding()]
param([switch] $Full)
$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.99
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
if (-not $Full) { $configuration.Filter.ExcludeTag = 'Full' }
$result = Invoke-Pester -Configuration $configuration
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
"pester: $($result.PassedCount) passed, $failed failed, $($result.SkippedCount) skipped"
exit [int]($failed -gt 0 -or $result.PassedCount -eq 0)
