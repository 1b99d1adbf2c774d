# Schedules as a real PowerShell registers them, and their commands as cron runs them: in a bare environment, through sh.
BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $jobHome = Join-Path $TestDrive 'home'
    $estate = Join-Path $TestDrive "company's images"
    $null = New-Item $jobHome, $estate, "$jobHome/bin", "$jobHome/.aws" -ItemType Directory
    New-Crontab "$jobHome/bin"

    # Profiles, as a job finds them that has no variables.
    $cloud = Start-AmiLocalCloud
    Set-Content "$jobHome/.aws/credentials" ($cloud.Accounts | ForEach-Object { "[$($_.Name)]`naws_access_key_id = $($_.AccessKeyId)`naws_secret_access_key = $($_.SecretAccessKey)" })
    Set-Content "$estate/environments.yaml" @('targets:'; $cloud.Accounts | ForEach-Object {
            "  - { name: $($_.Name), account: `"$($_.Id)`", region: $($cloud.Region), endpoint: `"$($cloud.Url.GetLeftPart('Authority'))`", credentials: { profile: $($_.Name) } }"
        })
    $before = @{ HOME = $env:HOME; PATH = $env:PATH }
    $env:HOME = $jobHome
    $env:PATH = "$jobHome/bin:$env:PATH"
    $where = @{ Kind = 'Cron' }

    # What cron does with a line: the five times go, \% becomes %, and sh runs the rest with next to no variables.
    function Invoke-CronLine {
        param([string] $Line)
        $command = ($Line -split ' ', 6)[5] -replace '\\%', '%'
        $output = & env -i "HOME=$jobHome" LOGNAME=tester SHELL=/bin/sh PATH=/usr/bin:/bin /bin/sh -c $command 2>&1
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = @($output) }
    }

    # A script as a line of a crontab starts it.
    function Invoke-Script {
        param([string] $Script, [string[]] $Arguments, [string[]] $Variables)
        $pwsh = (Get-Process -Id $PID).Path
        $output = & env -i "HOME=$jobHome" "PATH=$jobHome/bin:/usr/bin:/bin" "AMITOOLS_MODULE=$manifest" @Variables $pwsh -NoProfile -NonInteractive -ExecutionPolicy ByPass -File "$root/examples/scheduled/$Script" @Arguments 2>&1
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Lines = @($output | ForEach-Object { "$_" }) }
    }

    function Assert-NoSecret {
        param([string[]] $Lines)
        foreach ($secret in $cloud.Accounts.SecretAccessKey) { $Lines -join "`n" | Should -Not -Match ([regex]::Escape($secret.Substring(1))) }
    }

    function Get-CronLine { (Get-Content "$jobHome/crontab") -match '^[*\d]' }
}

AfterAll {
    $env:HOME = $before.HOME
    $env:PATH = $before.PATH
    $cloud | Stop-AmiLocalCloud
}

# One block: what a block makes on TestDrive goes with it.
Describe 'Schedules' {
    It 'are shown as text under -WhatIf, and nothing is written' {
        $shown = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Register-AmiSchedule Scan -EnvironmentsPath '$($estate -replace "'", "''")' -Kind Cron -WhatIf" | Out-String
        $shown | Should -Match "What if: Register 'amitools-scan' \(every 20 minutes\):"
        $shown | Should -Match '\*/20 \* \* \* \* cd '
        $shown | Should -Match 'AmiTools\.Cli\.dll scan --environments '
        "$jobHome/crontab" | Should -Not -Exist
    }

    It 'are emitted as they would be under -WhatIf -PassThru' {
        $planned = Register-AmiSchedule Scan -EnvironmentsPath $estate @where -WhatIf -PassThru
        $planned | Should -BeOfType AmiTools.AmiSchedule
        "$($planned.State)" | Should -Be 'Planned'
        "$jobHome/crontab" | Should -Not -Exist
    }

    It 'are registered, found and shown' {
        $made = Register-AmiSchedule Scan -EnvironmentsPath $estate @where -EveryMinutes 15 -PassThru
        $made.Name | Should -Be 'amitools-scan'
        "$($made.State)" | Should -Be 'Registered'
        $typed = 'Unregister-AmiSchedule -Kind Cron -Name ami'
        (TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText | Should -Be 'amitools-scan'
        (Get-AmiSchedule @where | Format-Table | Out-String) | Should -Match 'amitools-scan\s+Cron\s+every 15 minutes\s+Registered'
        @(Get-CronLine).Count | Should -Be 1
    }

    It 'are left as they are when registered again' {
        $crontab = Get-Item "$jobHome/crontab"
        Register-AmiSchedule Scan -EnvironmentsPath $estate @where -EveryMinutes 15
        (Get-Item "$jobHome/crontab").LastWriteTimeUtc | Should -Be $crontab.LastWriteTimeUtc
    }

    It 'have no other times than schedulers can say' {
        { Register-AmiSchedule Scan -EnvironmentsPath $estate @where -EveryMinutes 7 } | Should -Throw '*EveryMinutes*'
        { Register-AmiSchedule Scan -EnvironmentsPath $estate @where -At 25:00 } | Should -Throw '*At*'
    }

    It 'whose command can not run are refused by the command line itself' {
        { Register-AmiSchedule Scan -EnvironmentsPath $estate @where -Prefix other -Argument '--nonsense' } |
            Should -Throw "The command of 'other-scan' does not run (exit code 64): error: Unrecognized command or argument '--nonsense'. Nothing was registered."
        @(Get-CronLine).Count | Should -Be 1
    }

    It 'run by cron scan with nothing but a home, are silent, and log JSON lines' {
        $run = Invoke-CronLine @(Get-CronLine)[0]
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)"
        $run.Output | Should -BeNullOrEmpty
        $lines = Get-Content (Get-AmiSchedule @where).LogPath | ConvertFrom-Json
        $lines.message | Should -Be 'Started.', '0 images scanned: 0 used, 0 with a heartbeat, 0 without.', 'Done.'
        $lines[-1].fields.exitCode | Should -Be 0
    }

    It 'run by cron clean up, too' {
        Register-AmiSchedule Cleanup -EnvironmentsPath $estate @where
        $run = Invoke-CronLine (@(Get-CronLine) -match ' cleanup ')[0]
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)"
        $run.Output | Should -BeNullOrEmpty
        $lines = Get-Content (Get-AmiSchedule *-cleanup @where).LogPath | ConvertFrom-Json
        $lines.message | Should -Be 'Started.', '0 images and 0 snapshots deleted, 0 GiB (at most 0.00 a month, estimated), 0 kept, 0 failed.', 'Done.'
        Get-AmiSchedule *-cleanup @where | Unregister-AmiSchedule
    }

    It 'run by cron fail with an exit code and one message to mail, and without a secret' {
        $good = Get-Content "$jobHome/.aws/credentials"
        Set-Content "$jobHome/.aws/credentials" ($good -replace '(secret_access_key = )\w', '$1x')
        try { $run = Invoke-CronLine @(Get-CronLine)[0] } finally { Set-Content "$jobHome/.aws/credentials" $good }
        $run.ExitCode | Should -Be 1
        "$($run.Output)" | Should -Match '^error: '
        $log = Get-Content (Get-AmiSchedule @where).LogPath
        ($log[-1] | ConvertFrom-Json).fields.outcome | Should -Be 'failed'
        Assert-NoSecret (@($log) + $run.Output)
    }

    It 'stay under -WhatIf' {
        Get-AmiSchedule @where | Unregister-AmiSchedule -WhatIf
        @(Get-CronLine).Count | Should -Be 1
    }

    It 'go when piped in, and leave the log' {
        $log = (Get-AmiSchedule @where).LogPath
        (Get-AmiSchedule @where | Unregister-AmiSchedule -PassThru).Name | Should -Be 'amitools-scan'
        Get-AmiSchedule @where | Should -BeNullOrEmpty
        $log | Should -Exist
    }

    It 'that are not there are named' {
        { Unregister-AmiSchedule amitools-scan @where } | Should -Throw "There is no schedule 'amitools-scan' (Cron). AmiTools has registered none here."
    }

    It 'can be registered by the example, again and again' {
        foreach ($time in 1, 2) {
            $run = Invoke-Script register.ps1 $estate, '-Kind', 'Cron'
            $run.ExitCode | Should -Be 0 -Because ($run.Lines -join "`n")
            $run.Lines -join "`n" | Should -Match 'amitools-scan\s+Cron\s+every 20 minutes\s+Registered'
        }
        @(Get-CronLine).Count | Should -Be 1
        Unregister-AmiSchedule amitools-scan @where
    }

    It 'by PowerShell scan every estate that is given' {
        $run = Invoke-Script scan.ps1 $estate, "$estate/environments.yaml"
        $run.ExitCode | Should -Be 0 -Because ($run.Lines -join "`n")
        $run.Lines | Should -Be @("${estate}: 0 images scanned: 0 used, 0 with a heartbeat, 0 without.", "$estate/environments.yaml: 0 images scanned: 0 used, 0 with a heartbeat, 0 without.")
    }

    It 'by PowerShell end with 2 when one of several fails, and with 1 when all do' {
        $run = Invoke-Script scan.ps1 "$TestDrive/nothing", $estate
        $run.ExitCode | Should -Be 2
        $run.Lines | Should -Contain "${estate}: 0 images scanned: 0 used, 0 with a heartbeat, 0 without."
        @($run.Lines -like "$TestDrive/nothing: There is no *").Count | Should -Be 1
        (Invoke-Script scan.ps1 "$TestDrive/nothing", "$TestDrive/nowhere").ExitCode | Should -Be 1
    }

    It 'by PowerShell end with 1 and without a secret when the credentials are wrong, and under TeamCity too' {
        $good = Get-Content "$jobHome/.aws/credentials"
        Set-Content "$jobHome/.aws/credentials" ($good -replace '(secret_access_key = )\w', '$1x')
        try {
            foreach ($variables in @(), @('TEAMCITY_VERSION=2026.1')) {
                $run = Invoke-Script scan.ps1 $estate -Variables $variables
                $run.ExitCode | Should -Be 1
                @($run.Lines -like "${estate}: *").Count | Should -Be 1
                Assert-NoSecret $run.Lines
            }
        }
        finally { Set-Content "$jobHome/.aws/credentials" $good }
    }
}
