#!/usr/bin/env pwsh
# ./build.ps1 Quickstart | Test [-Full] | Build | Package | Screens | Benchmark: the same as ./build.sh, by the same program in build/.
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('Quickstart', 'Test', 'Build', 'Package', 'Screens', 'Benchmark')]
    [string] $Command,

    [switch] $Full
)
$arguments = @($Command.ToLowerInvariant())
if ($Full) { $arguments += '--full' }
dotnet run --project "$PSScriptRoot/build/AmiTools.Build.csproj" -v quiet -- @arguments
exit $LASTEXITCODE
