BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    Copy-Item (Join-Path $root 'examples/quickstart/*') $folder -Recurse
    # Made-up images in dev, of 'web-server', 'worker' and 'base-linux'.
    $cloud = Start-AmiLocalCloud -EnvironmentsPath $folder -ImageCount 6
    Add-Content (Join-Path $folder 'environments.yaml') "environments:`n  - name: staging`n    target: dev`n  - name: production`n    target: prod"
    $dead = Join-Path $TestDrive 'dead'
    Copy-Item $folder $dead -Recurse
    (Get-Content (Join-Path $dead 'environments.yaml') -Raw).Replace($cloud.Url.GetLeftPart('Authority'), 'http://127.0.0.1:9') | Set-Content (Join-Path $dead 'environments.yaml')
    Push-Location $folder

    function Get-Completion {
        param([string] $Typed)
        @((TabExpansion2 $Typed $Typed.Length).CompletionMatches.CompletionText)
    }
}

AfterAll {
    Pop-Location
    $cloud | Stop-AmiLocalCloud
}

Describe 'Completion' {
    It 'of -Name tells the definitions here first, then what AWS has' {
        Get-Completion 'Get-AmiByVersion ' | Select-Object -First 1 | Should -Be 'web-server'
        Get-Completion 'Get-AmiByVersion ' | Should -Contain 'worker'
        Get-Completion 'Get-AmiByVersion wo' | Should -Be 'worker'
        Get-Completion 'Get-PairedAmi -Target prod -Name ' | Should -Be 'web-server'
        Get-Completion 'Get-AmiDefinition -Name ' | Should -Be 'web-server'
    }

    It 'of -Version tells the versions of that name, newest first' {
        $there = Get-AmiByVersion worker -Target dev -All -IncludePrerelease -IncludeIncomplete
        Get-Completion 'Get-AmiByVersion worker ' | Should -Be @($there.Version | Select-Object -Unique)
        Get-Completion "Remove-PairedAmi -Name worker -Version $($there[0].Version.Substring(0, 2))" | Should -Contain $there[0].Version
        Get-Completion 'Get-AmiByVersion -Version ' | Should -BeNullOrEmpty
    }

    It 'of -Target, -Environment and -Region tells what the environments file has' {
        Get-Completion 'Get-PairedAmi -Target ' | Should -Be 'dev', 'prod'
        Get-Completion 'Get-PairedAmi -Target dev, p' | Should -Be 'prod'
        Get-Completion 'Set-AmiReference ' | Should -Be 'staging', 'production'
        Get-Completion 'New-AmiUserData s' | Should -Be 'staging'
        Get-Completion 'Get-PairedAmi -Region ' | Select-Object -First 1 | Should -Be 'eu-west-1'
        Get-Completion 'Get-PairedAmi -Region ap-southeast-' | Should -Contain 'ap-southeast-2'
    }

    It 'looks where the command says, given as text or in a variable' {
        Push-Location ([IO.Path]::GetTempPath())
        try {
            Get-Completion "Get-PairedAmi -EnvironmentsPath '$folder' -Target " | Should -Be 'dev', 'prod'
            Set-Variable place $folder -Scope Global
            Get-Completion 'Get-PairedAmi -EnvironmentsPath $place -Target ' | Should -Be 'dev', 'prod'
        }
        finally {
            Pop-Location
            Remove-Variable place -Scope Global -ErrorAction Ignore
        }
    }

    It 'keeps a quote that was begun' {
        Get-Completion "Get-AmiByVersion 'wo" | Should -Be "'worker'"
        Get-Completion 'Get-AmiByVersion "wo' | Should -Be '"worker"'
    }

    It 'of -ProfileName names profiles, in quotes where they need some' {
        $config = Join-Path $TestDrive 'config'
        Set-Content $config "[profile plain]`ncredential_process=/bin/true`n[profile it's mine]`nrole_arn=arn:aws:iam::111111111111:role/x`nsource_profile=plain`n[sso-session work]`nsso_region=eu-west-1"
        $lines = Invoke-Fresh @"
`$env:AWS_CONFIG_FILE = '$config'; `$env:AWS_SHARED_CREDENTIALS_FILE = '$config.none'
Import-Module '$manifest'
foreach (`$typed in 'Get-PairedAmi -ProfileName ', 'Get-PairedAmi -ProfileName "it', "Get-PairedAmi -ProfileName 'it", 'Get-PairedAmi -StoredCredentials pl') {
    (TabExpansion2 `$typed `$typed.Length).CompletionMatches.CompletionText -join '; '
}
"@
        $lines | Should -Be @("'it''s mine'; plain", "`"it's mine`"", "'it''s mine'", 'plain')
    }

    It 'where no AWS answers tells within about two seconds what the files do' {
        Push-Location $dead
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Get-Completion 'Get-AmiByVersion ' | Should -Be 'web-server'
            # Two seconds, and what a busy machine takes on top.
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 6
        }
        finally {
            Pop-Location
        }
    }

    It 'of a broken environments file, or of none, is nothing and no error' {
        $broken = New-Item (Join-Path $TestDrive 'broken') -ItemType Directory
        Set-Content (Join-Path $broken 'environments.yaml') 'targets: ['
        $Error.Clear()
        Get-Completion "Get-PairedAmi -EnvironmentsPath '$broken' -Target " | Should -BeNullOrEmpty
        Get-Completion 'Get-PairedAmi -EnvironmentsPath /no/such/place -Target ' | Should -BeNullOrEmpty
        $Error.Count | Should -Be 0
    }

    It 'loads nothing of AWS or YAML with the import' {
        (Invoke-Fresh @"
Import-Module '$manifest'
`$null = (Get-Command Get-AmiByVersion).Parameters.Name.Attributes
@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'AmiTools.Core', 'AmiTools.Aws', 'AWSSDK.Core', 'YamlDotNet' }).Count
"@) | Should -Be 0
    }
}
