#Requires -Version 7.4
<#
  The build step: builds every definition (or those named) in every target, base images first.
  All it needs comes from environment parameters (env.*) of the build configuration, never from arguments.
#>
$ErrorActionPreference = 'Stop'   # a failure ends the script, and the exit code is 1

Import-Module ($env:AMITOOLS_MODULE ? $env:AMITOOLS_MODULE : 'AmiTools')

$path = $env:AMITOOLS_PATH ? $env:AMITOOLS_PATH : 'src'
$names = $env:AMITOOLS_NAMES ? ($env:AMITOOLS_NAMES -split '[,;\s]+' | Where-Object { $_ }) : '*'

$build = @{
    BuildNumber = $env:AMITOOLS_BUILD_NUMBER      # %build.counter%: the counter alone, not a version
    Parameter   = $env:AMITOOLS_PARAMETERS        # KEY=VALUE lines that win over every file; may be empty
    Confirm     = $false                          # a question would be an error here
    ErrorAction = 'Continue'                      # one definition that fails does not keep the others from being built; the step fails at the end
}
Get-AmiDefinition $path -Name $names | New-PairedAmi @build | Format-Table
