# What is left of progress, and of the work, when somebody stops a cmdlet in its middle.
BeforeAll {
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
    if (-not ('InteractiveHost' -as [type])) { Add-Type -Path (Join-Path $PSScriptRoot 'InteractiveHost.cs') }
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    # Made-up images in dev: web-server, worker and base-linux, in turn.
    $cloud = Start-Playground $folder -ImageCount 12
    $image = (Get-AmiByVersion web-server -EnvironmentsPath $folder -Target dev).ImageId

    # What is given besides is handed to both scripts.
    function Wait-Until {
        param([scriptblock] $Condition, [scriptblock] $Otherwise, [object[]] $With)
        $limit = [datetime]::UtcNow.AddSeconds(60)
        while (-not (& $Condition @With)) {
            if ([datetime]::UtcNow -gt $limit) { throw "$(& $Otherwise @With)" }
            Start-Sleep -Milliseconds 20
        }
    }

    # Runs a script at a host until the condition holds, stops it there, and tells what the host was shown by then.
    function Invoke-Stopped {
        param([string] $Script, [scriptblock] $When)
        $shown = [InteractiveHost]::new('')
        $space = [runspacefactory]::CreateRunspace($shown)
        $space.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $space
        try {
            $null = $shell.AddScript("Import-Module '$manifest'; `$dev = @{ EnvironmentsPath = '$folder'; Target = 'dev' }; $Script")
            $null = $shell.BeginInvoke()
            Wait-Until $When { param($Shell) "It ended or never came so far: $($Shell.Streams.Error)" } -With $shell
            $shell.Stop()
            $result = [pscustomobject] @{ State = "$($shell.InvocationStateInfo.State)"; Progress = @($shell.Streams.Progress); Lines = $shown.Shown; Bars = $shown.Progress; Host = $shown }
        }
        finally {
            $shell.Dispose()
            $space.Dispose()
        }
        $result
    }

    function Assert-Ended {
        param($Stopped)
        $Stopped.State | Should -Be 'Stopped'
        # In the stream and at the host, which tells the cmdlets apart.
        foreach ($lines in ($Stopped.Progress | Group-Object Activity), ($Stopped.Bars | Group-Object Source, { $_.Record.ActivityId })) {
            @($lines).Count | Should -BeGreaterThan 0
            foreach ($line in $lines) {
                $last = $line.Group[-1]
                if ($last.Record) { $last = $last.Record }
                "$($last.RecordType)" | Should -Be 'Completed' -Because $last.Activity
            }
        }
        $Stopped.Host.Shown | Should -Be $Stopped.Lines
        $Stopped.Host.Progress.Count | Should -Be $Stopped.Bars.Count
    }
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'Progress ends when somebody stops' {
    It '<Script>' -ForEach @(
        @{ Script = 'Remove-PairedAmi base-linux 1.0.0 @dev -Confirm:$false'; Hangs = 'DeregisterImage'; Call = 1 }
        # The first call is the dry run.
        @{ Script = 'Grant-AmiAccess $image 333333333333 @dev'; Hangs = 'ModifyImageAttribute'; Call = 2 }
        @{ Script = 'Invoke-AmiCleanup worker -KeepLatest 0 -OlderThanDays 0 -NeverUsedOlderThanDays 0 -MaximumDeletionPercent 100 -Confirm:$false @dev'; Hangs = 'CreateTags'; Call = 1 }
    ) {
        if ($Script -match 'Cleanup') { $null = Update-AmiLastUsed -EnvironmentsPath $folder }
        $null = Invoke-RestMethod "$($cloud.Url.GetLeftPart('Authority'))/_cloud/calls" -Method Delete
        $faults = "$($cloud.Url.GetLeftPart('Authority'))/_cloud/faults"
        $null = Invoke-RestMethod $faults -Method Post -ContentType application/json -Body (@{ action = $Hangs; call = $Call; kind = 'Hang'; count = 1 } | ConvertTo-Json -AsArray)
        try {
            Assert-Ended (Invoke-Stopped ($Script -replace '\$image', $image) {
                    $args[0].Streams.Progress.Count -gt 0 -and @((Invoke-RestMethod "$($cloud.Url.GetLeftPart('Authority'))/_cloud/calls") | Where-Object action -EQ $Hangs).Count -ge $Call
                })
        }
        finally { $null = Invoke-RestMethod $faults -Method Delete }
    }

    It 'a build, which is undone before that' {
        $before = Get-Leftover $cloud.Url
        $stopped = Invoke-Stopped "New-PairedAmi '$folder/src/web-server' -BuildNumber 59 -EnvironmentsPath '$folder'" { Get-Leftover $cloud.Url | Where-Object { $_ -match ' instance ' } }
        Get-Leftover $cloud.Url | Should -Be $before
        Assert-Ended $stopped
        $stopped.Lines -match 'Undoing web-server 1\.0\.59 in dev: nothing is left' | Should -Not -BeNullOrEmpty
    }

    # Skipped where there is no tmux: it is the terminal, and no test has a real one otherwise.
    It 'a build by Ctrl+C at a terminal: what was made is gone, and the shell is back without a bar' -Tag Full -Skip:(-not (Get-Command tmux -ErrorAction Ignore)) {
        $terminal = '-L', "amitools-$PID", '-f', '/dev/null'
        $screen = { @(tmux @terminal capture-pane -p) -ne '' }
        $bar = '^Building web-server 1\.0\.57 \['
        # The cloud runs at that terminal too, and the undo needs it.
        $place = New-Item (Join-Path $TestDrive 'terminal') -ItemType Directory
        Set-Content "$TestDrive/start.ps1" @"
. '$PSScriptRoot/Playground.ps1'
Import-Module '$manifest'
`$cloud = Start-Playground '$place'
Set-Content '$TestDrive/url' `$cloud.Url
Set-Location '$place'
function prompt { 'READY> ' }
"@
        tmux @terminal new-session -d -x 120 -y 40 "AMITOOLS_TESTED_MODULE='$manifest' '$((Get-Process -Id $PID).Path)' -NoLogo -NoProfile -NoExit -File '$TestDrive/start.ps1'"
        try {
            Wait-Until { (& $screen) -match '^READY>' } $screen
            $url = Get-Content "$TestDrive/url"
            tmux @terminal send-keys 'New-PairedAmi src/web-server -BuildNumber 57' Enter
            Wait-Until { (Get-Leftover $url) -match ' instance ' -and (& $screen) -match $bar } $screen
            tmux @terminal send-keys C-c
            Wait-Until { @((& $screen) -match '^READY>').Count -eq 2 } $screen
            $lines = & $screen
            $lines -match $bar | Should -BeNullOrEmpty
            $lines -match 'Undoing web-server 1\.0\.57 in dev: nothing is left' | Should -Not -BeNullOrEmpty
            Get-Leftover $url | Should -BeNullOrEmpty
            tmux @terminal send-keys '"still " + "here"' Enter
            Wait-Until { (& $screen) -contains 'still here' } $screen
        }
        finally { tmux @terminal kill-server }
    }
}

Describe 'A local cloud of a session' {
    It 'is not ended by Ctrl+C, which a terminal sends to it too' {
        kill -INT $cloud.ProcessId
        1..10 | ForEach-Object {
            (Invoke-RestMethod "$($cloud.Url.GetLeftPart('Authority'))/_cloud/health").status | Should -Be 'ok'
            Start-Sleep -Milliseconds 50
        }
    }
}
