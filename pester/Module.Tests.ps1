BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    $definition = "(Get-AmiDefinition '$root/examples/quickstart').Name"
}

Describe 'The module' {
    It 'has a manifest that PowerShell accepts without a warning and that can be read as data' {
        (Test-ModuleManifest $manifest -WarningVariable warnings).ExportedCmdlets.Keys | Sort-Object | Should -Be ((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
        $warnings | Should -BeNullOrEmpty
        $data = Import-PowerShellDataFile $manifest
        $data.CmdletsToExport | Should -Contain 'New-PairedAmi'
        $data.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
        $data.PowerShellVersion | Should -Be '5.1'
    }

    It 'imports and exports exactly what the manifest says' {
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
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.Location -like '$(Split-Path $manifest)*' } |
    ForEach-Object { "`$(`$_.GetName().Name)=`$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name)" }
"@
        $contexts | Should -Contain 'AmiTools.Core=AmiTools'
        $contexts | Should -Contain 'YamlDotNet=AmiTools'
        $contexts | Where-Object { $_ -like '*=Default' } | Sort-Object | Should -Be 'AmiTools.Cmdlets=Default', 'AmiTools=Default'
    }

    It 'works after -Force and after Remove-Module' {
        Invoke-Fresh @"
Import-Module '$manifest'
$definition
Import-Module '$manifest' -Force
$definition
Remove-Module AmiTools
if (Get-Command Get-AmiDefinition -ErrorAction Ignore) { 'still there' }
Import-Module '$manifest'
$definition
"@ | Should -Be (@('web-server') * 3)
    }

    It 'works in other runspaces, also while the one that imported it has removed it' {
        Invoke-Fresh @"
Import-Module '$manifest'
$definition
`$state = [initialsessionstate]::CreateDefault2()
`$state.ImportPSModule('$manifest')
`$other = [powershell]::Create(`$state)
`$other.AddScript({ $definition }).Invoke()
Remove-Module AmiTools
`$other.Commands.Clear()
`$other.AddScript({ $definition }).Invoke()
[powershell]::Create().AddScript({ Import-Module '$manifest'; $definition }).Invoke()
"@ | Should -Be (@('web-server') * 4)
    }

    It 'gives results back whole from a job, and shows them as they are shown here' {
        $pair, $cleaned = Start-Job -ArgumentList $manifest {
            Import-Module $args[0]
            $created = [DateTimeOffset]::UtcNow.AddHours(-76)
            $image = [AmiTools.Ami]@{ ImageId = 'ami-0123456789abcdef0'; Name = 'web'; ImageName = 'web 1.0.1'; Target = 'dev'; State = 'available'; IsComplete = $true; CreationDate = $created }
            [AmiTools.AmiPair]@{ PairId = 'p'; Name = 'web'; Version = '1.0.1'; IsComplete = $true; Members = [AmiTools.Ami[]]@($image); CreationDate = $created }
            $row = [AmiTools.CleanupRow]@{ ImageId = 'ami-0123456789abcdef0'; Decision = 'Keep'; Reasons = [string[]]@('pinned'); PlannedAt = $created }
            [AmiTools.CleanupResult]@{ Images = [AmiTools.CleanedImage[]]@([AmiTools.CleanedImage]@{ Image = $row }) }
        } | Receive-Job -Wait -AutoRemoveJob
        $pair.Members[0].ImageId | Should -Be 'ami-0123456789abcdef0'
        $cleaned.Images[0].Image.Reasons | Should -Be 'pinned'
        $cleaned.Images[0].Image.PlannedAt.UtcDateTime | Should -BeOfType datetime
        Import-Module $manifest
        $pair.Members[0] | Format-Table | Out-String -Width 120 | Should -Match 'ami-0123456789abcdef0 dev +web .*3d 4h'
    }

    It 'works when it is first used in parallel' {
        Invoke-Fresh @"
Import-Module '$manifest'
1..4 | ForEach-Object -Parallel { Import-Module '$manifest'; $definition } -ThrottleLimit 4
"@ | Should -Be (@('web-server') * 4)
    }
}

Describe 'The package' {
    # Skipped where the checkout's module is tested (run.ps1 without -Module): it has no release notes and no nupkg.
    BeforeDiscovery { $isPackage = [bool]$env:AMITOOLS_TESTED_MODULE }

    BeforeAll {
        $folder = Split-Path $manifest
        $data = Import-PowerShellDataFile $manifest
        $file = Join-Path (Split-Path (Split-Path $folder)) "AmiTools.$($data.ModuleVersion).nupkg"
    }

    It 'has the section of its version in the change log as release notes' -Skip:(-not $isPackage) {
        $notes = $data.PrivateData.PSData.ReleaseNotes
        $changes = Get-Content "$folder/CHANGELOG.md" -Raw
        $notes | Should -Match '^- `New-PairedAmi`'
        $changes.Contains($notes) | Should -BeTrue
        $notes | Should -Not -Match '(?m)^## '
    }

    It 'is found by name where a gallery package is unpacked to' -Skip:(-not $isPackage) {
        $installed = Join-Path $TestDrive "Modules/AmiTools/$($data.ModuleVersion)"
        Expand-Archive $file $installed
        Invoke-Fresh "`$env:PSModulePath = '$TestDrive/Modules'; $definition; (Get-Module AmiTools).ModuleBase" | Should -Be 'web-server', $installed
    }

    It 'says to a gallery what is in it' -Skip:(-not $isPackage) {
        Expand-Archive $file (Join-Path $TestDrive 'unpacked')
        $about = ([xml](Get-Content (Join-Path $TestDrive 'unpacked/AmiTools.nuspec') -Raw)).package.metadata
        $about.id, $about.version | Should -Be 'AmiTools', $data.ModuleVersion
        $about.licenseUrl | Should -Be $data.PrivateData.PSData.LicenseUri
        $about.releaseNotes | Should -Be $data.PrivateData.PSData.ReleaseNotes
        # The page of the Git remote, where the checkout has one; never a password.
        $about.projectUrl | Should -Be $data.PrivateData.PSData.ProjectUri
        if ("$(git -C $root config --get remote.origin.url)" -match '^https://(?:[^@/]*@)?([^/]+/.+?)(?:\.git)?$') { $about.projectUrl | Should -Be "https://$($Matches[1])" }
        $tags = -split $about.tags
        $tags | Should -Contain 'PSModule'
        $tags | Should -Contain 'PSEdition_Desktop'
        $tags | Should -Contain 'PSEdition_Core'
        $tags | Should -Contain 'PSIncludes_Cmdlet'
        $tags -like 'PSCmdlet_*' | Should -Be ($data.CmdletsToExport -replace '^', 'PSCmdlet_')
        $tags -like 'PSCommand_*' | Should -Be ($data.CmdletsToExport -replace '^', 'PSCommand_')
    }
}

Describe 'The scripts of the repository' {
    It 'have nothing that PSScriptAnalyzer warns of' -Skip:(-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        $files = @(Join-Path $root 'build.ps1') + @(Get-ChildItem (Join-Path $root 'pester') -Filter '*.ps1').FullName + $manifest
        # The playground's functions are test helpers, and Pester's variables are used across blocks.
        $files | ForEach-Object { Invoke-ScriptAnalyzer $_ -ExcludeRule PSUseShouldProcessForStateChangingFunctions, PSUseDeclaredVarsMoreThanAssignments } |
            ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
    }

    It 'test the module that was named, and none besides' {
        # Two builds of the same assembly in one process would be told apart by nobody.
        Get-ChildItem $PSScriptRoot -Filter '*.Tests.ps1' | Where-Object Name -NE 'Module.Tests.ps1' | Select-String 'AmiTools.psd1' | ForEach-Object { "$($_.Filename):$($_.LineNumber)" } | Should -BeNullOrEmpty
    }
}
