# Runs every Pester test, of the module that -Module names (the path of its psd1) or of the checkout's. Closes with 'pester: N passed, N failed, N skipped'; the exit code is 0 when none failed.
[CmdletBinding()]
param([switch] $Full, [string] $Module)
$ErrorActionPreference = 'Stop'
if ($Module) { $env:AMITOOLS_TESTED_MODULE = (Resolve-Path $Module).Path }
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
