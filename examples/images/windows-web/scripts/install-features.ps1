# Installs WINDOWS_FEATURES (names separated by commas).
$ErrorActionPreference = 'Stop'

$result = Install-WindowsFeature -Name ($env:WINDOWS_FEATURES -split ',')
if (-not $result.Success) { throw "Not all of $env:WINDOWS_FEATURES could be installed." }
$result | Format-Table Success, RestartNeeded, FeatureResult -AutoSize
