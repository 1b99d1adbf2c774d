BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-Playground $folder

    # As TeamCity's PowerShell runner starts a step.
    function Invoke-Step {
        param([string] $Script, [hashtable] $Variables = @{})
        $all = @{ TEAMCITY_VERSION = '2026.1'; AMITOOLS_MODULE = $manifest; AMITOOLS_PATH = 'src' } + $Variables
        $before = @{}
        foreach ($name in $all.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $all[$name])
        }
        Push-Location $folder
        try {
            $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -ExecutionPolicy ByPass -File (Join-Path $root "examples/teamcity/$Script") 2>&1
            [pscustomobject]@{ Lines = @($output | ForEach-Object { "$_" -replace '\x1b\[[0-9;]*m' }); ExitCode = $LASTEXITCODE }
        }
        finally {
            Pop-Location
            foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
    }

    # Service messages as TeamCity reads them: one a line, every special character escaped.
    function Get-ServiceMessage {
        param([string[]] $Lines)
        $value = "'(?:[^|'\[\]\r\n]|\|[|'\[\]nr]|\|0x[0-9a-f]{4})*'"
        foreach ($line in $Lines -like '*##teamcity*') {
            $line | Should -MatchExactly "^##teamcity\[\w+ (?:$value|\w+=$value(?: \w+=$value)*)\]$"
            $line
        }
    }
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'The build step' {
    It 'tells TeamCity number, images, durations and artifacts, and shows the pair' {
        $step = Invoke-Step build.ps1 @{ AMITOOLS_BUILD_NUMBER = '71' }
        $step.ExitCode | Should -Be 0 -Because ($step.Lines -join "`n")
        $messages = Get-ServiceMessage $step.Lines
        $messages | Should -Contain "##teamcity[buildNumber '1.0.71']"
        $images = (Get-PairedAmi web-server -EnvironmentsPath $folder).Members
        foreach ($image in $images) {
            $messages | Should -Contain "##teamcity[setParameter name='amitools.web-server.$($image.Target).imageId' value='$($image.ImageId)']"
            @($messages -match "buildStatisticValue key='AmiTools.web-server.$($image.Target).buildMilliseconds' value='\d+'").Count | Should -Be 1
        }
        @($messages -like '*blockOpened*').Count | Should -Be 2
        @($messages -like '*blockClosed*').Count | Should -Be 2
        @($messages -like '*progressMessage*').Count | Should -BeGreaterThan 5
        @($messages -like "*publishArtifacts '*runs* => amitools/web-server'*").Count | Should -Be 1
        @($messages -like '*buildProblem*').Count | Should -Be 0
        $step.Lines -join "`n" | Should -Match 'prod=ami-[0-9a-f]{17}\s+web-server\s+1\.0\.71\s+[0-9a-f]{7}'
        foreach ($secret in $cloud.Accounts.SecretAccessKey) { $step.Lines -join "`n" | Should -Not -Match ([regex]::Escape($secret)) }
    }

    It 'fails with a build problem when the version is there already' {
        $step = Invoke-Step build.ps1 @{ AMITOOLS_BUILD_NUMBER = '71' }
        $step.ExitCode | Should -Be 1
        $problems = @(Get-ServiceMessage $step.Lines | Where-Object { $_ -like '*buildProblem*' })
        $problems.Count | Should -Be 1
        $problems[0] | Should -Match "identity='AmiTools_\w{1,51}'"
        $problems[0] | Should -Match 'exists already'
    }

    It 'takes parameters as KEY=VALUE lines' {
        $step = Invoke-Step build.ps1 @{ AMITOOLS_BUILD_NUMBER = '72'; AMITOOLS_PARAMETERS = "no_such_thing=1`ninstance_type=t3.nano" }
        $step.ExitCode | Should -Be 1
        "$(Get-ServiceMessage $step.Lines)" | Should -Match "the template knows no variable \|'no_such_thing\|'"
    }

    It 'builds the others when one of several fails, names that one, and fails' -Tag Full {
        Copy-Item (Join-Path $folder 'src/web-server') (Join-Path $folder 'src/app-server') -Recurse
        git -C $folder add --all
        git -C $folder -c user.name=Tests -c user.email=tests@localhost commit --quiet --message=Second
        # The first definition's image is refused.
        $fault = @{ action = 'CreateImage'; code = 'ResourceLimitExceeded'; message = 'No room (planned).' } | ConvertTo-Json -AsArray
        $null = Invoke-RestMethod "$($cloud.Url.GetLeftPart('Authority'))/_cloud/faults" -Method Post -Body $fault -ContentType application/json
        $step = Invoke-Step build.ps1 @{ AMITOOLS_BUILD_NUMBER = '73' }
        $step.ExitCode | Should -Be 1
        $messages = @(Get-ServiceMessage $step.Lines)
        $problems = @($messages -like '*buildProblem*')
        $problems.Count | Should -Be 1 -Because ($step.Lines -join "`n")
        $problems[0] | Should -Match "No room.* identity='AmiTools_\w+_app_server_\w+'"
        $images = (Get-PairedAmi web-server -Version 1.0.73 -EnvironmentsPath $folder).Members
        $images.Count | Should -Be 2
        foreach ($image in $images) { $messages | Should -Contain "##teamcity[setParameter name='amitools.web-server.$($image.Target).imageId' value='$($image.ImageId)']" }
        foreach ($secret in $cloud.Accounts.SecretAccessKey) { $step.Lines -join "`n" | Should -Not -Match ([regex]::Escape($secret)) }
    }
}

Describe 'The repair step' {
    It 'finds nothing after a good build' {
        $step = Invoke-Step repair.ps1
        $step.ExitCode | Should -Be 0 -Because ($step.Lines -join "`n")
        $null = Get-ServiceMessage $step.Lines
    }

    It 'fails with a build problem while what a stopped build has made can not be removed, and ends well after that' -Tag Full {
        Stop-BuildInTheMiddle $folder $cloud 74
        $control = "$($cloud.Url.GetLeftPart('Authority'))/_cloud/faults"
        $fault = @{ action = 'TerminateInstances'; count = 0; code = 'UnauthorizedOperation'; status = 403; message = 'Not you (planned).' } | ConvertTo-Json -AsArray
        $null = Invoke-RestMethod $control -Method Post -Body $fault -ContentType application/json
        $step = Invoke-Step repair.ps1
        $step.ExitCode | Should -Be 1 -Because ($step.Lines -join "`n")
        $problems = @(Get-ServiceMessage $step.Lines | Where-Object { $_ -like '*buildProblem*' })
        $problems.Count | Should -Be 1 -Because ($step.Lines -join "`n")
        $problems[0] | Should -Match 'Not you \(planned\)'
        $null = Invoke-RestMethod $control -Method Delete
        $step = Invoke-Step repair.ps1
        $step.ExitCode | Should -Be 0 -Because ($step.Lines -join "`n")
        Get-Leftover $cloud.Url | Where-Object { $_ -notmatch ' (image|snapshot) ' } | Should -BeNullOrEmpty
        foreach ($secret in $cloud.Accounts.SecretAccessKey) { $step.Lines -join "`n" | Should -Not -Match ([regex]::Escape($secret)) }
    }
}
