BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    $manifest = Join-Path $root 'AmiTools.psd1'
}

Describe 'The module' {
    It 'has a manifest that PowerShell accepts and that can be read as data' {
        (Test-ModuleManifest $manifest).ExportedCmdlets.Keys | Sort-Object | Should -Be ((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
        (Import-PowerShellDataFile $manifest).CmdletsToExport | Should -Contain 'New-PairedAmi'
    }

    It 'imports from the checkout and exports exactly what the manifest says' {
        $names = Invoke-Fresh "Import-Module '$manifest'; (Get-Command -Module AmiTools).Name"
        $names | Sort-Object | Should -Be ((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
    }

    It 'loads nothing of AWS or YAML on import' {
        $loaded = Invoke-Fresh "Import-Module '$manifest'; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name"
        $loaded | Should -Contain 'AmiTools.Cmdlets'
        $loaded | Where-Object { $_ -match 'AWSSDK|YamlDotNet|AmiTools.Core|AmiTools.Aws' } | Should -BeNullOrEmpty
    }

    It 'keeps its dependencies in a load context of its own' {
        $contexts = Invoke-Fresh @"
Import-Module '$manifest'
`$null = Get-AmiParameter '$root/examples' -EnvironmentsPath '$root/examples/environments.yaml'
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'AmiTools.Core', 'YamlDotNet', 'AmiTools', 'AmiTools.Cmdlets' } |
    ForEach-Object { "`$(`$_.GetName().Name)=`$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name)" }
"@
        $contexts | Should -Contain 'AmiTools.Core=AmiTools'
        $contexts | Should -Contain 'YamlDotNet=AmiTools'
        $contexts | Should -Contain 'AmiTools.Cmdlets=Default'
        $contexts | Should -Contain 'AmiTools=Default'
    }

    It 'works after -Force, after Remove-Module, in other runspaces and in parallel' {
        $names = Invoke-Fresh @"
Import-Module '$manifest'
(Get-AmiDefinition '$root/examples/quickstart').Name
Import-Module '$manifest' -Force
(Get-AmiDefinition '$root/examples/quickstart').Name
Remove-Module AmiTools
Import-Module '$manifest'
(Get-AmiDefinition '$root/examples/quickstart').Name
1..3 | ForEach-Object -Parallel { Import-Module '$manifest'; (Get-AmiDefinition '$root/examples/quickstart').Name }
"@
        $names | Should -Be (@('web-server') * 6)
    }
}

Describe 'The scripts of the repository' {
    It 'have nothing that PSScriptAnalyzer warns of' -Skip:(-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        $files = @(Join-Path $root 'build.ps1') + @(Get-ChildItem (Join-Path $root 'pester') -Filter '*.ps1').FullName + $manifest
        # The playground's functions are test helpers, and Pester's variables are used across blocks.
        $files | ForEach-Object { Invoke-ScriptAnalyzer $_ -ExcludeRule PSUseShouldProcessForStateChangingFunctions, PSUseDeclaredVarsMoreThanAssignments } |
            ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
    }
}
