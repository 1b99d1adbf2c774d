BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $env:CANARY_TOKEN = 'ghp_Fd5Sj8Kl2Qw9Er4Ty7Ui'
    $cloud = Start-Playground $folder
    $account = $cloud.Accounts[0]
    $direct = @{ Region = 'eu-west-1'; EndpointUrl = $cloud.Url }

    # Everything that a user, a log or a debugger can see of a command: all streams, $Error, exceptions in full, a transcript.
    function Get-Shown {
        param([scriptblock] $Command)
        $Error.Clear()
        $file = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).txt"
        $null = Start-Transcript $file
        $failure = $null
        try { $streams = & $Command *>&1 | ForEach-Object { "$_"; $_ | Format-List * -Force | Out-String -Width 4000 } }
        catch { $failure = $_ }
        finally { $null = Stop-Transcript }
        $streams
        foreach ($record in @($failure) + @($Error)) {
            if ($null -eq $record) { continue }
            "$record"
            $record | Format-List * -Force | Out-String -Width 4000
            if ($record.Exception) { $record.Exception.ToString() }
            "$($record.TargetObject)"
        }
        Get-Content $file -Raw
    }
}

AfterAll {
    Remove-Item env:CANARY_TOKEN -ErrorAction Ignore
    $cloud | Stop-AmiLocalCloud
}

Describe 'Secrets' {
    It 'are found by this test where they are shown' {
        Get-Shown { Write-Verbose 'planted-canary' -Verbose } | Out-String | Should -Match 'planted-canary'
        Get-Shown { throw 'planted-canary' } | Out-String | Should -Match 'planted-canary'
        Get-Shown { Write-Error 'planted-canary' -ErrorAction SilentlyContinue } | Out-String | Should -Match 'planted-canary'
    }

    It 'given as -<Name> are in no stream, error, exception or transcript, whether the command succeeds or fails' -ForEach @(
        @{ Name = 'SecretKey'; Wrong = 'wrong-Zx9Cv4Bn7Mq2Wr5Ty8Ui' }
        @{ Name = 'SessionToken'; Wrong = 'token-Lk3Jh6Gf9Ds2Ap5Oi8Uy' }
        @{ Name = 'Credential'; Wrong = 'plain-Hv3Nd8kR5tYx2Bc6Jg2T' }
    ) {
        $keys = switch ($Name) {
            'SecretKey' { @{ AccessKey = $account.AccessKeyId; SecretKey = $Wrong } }
            'SessionToken' { @{ AccessKey = $account.AccessKeyId; SecretKey = $account.SecretAccessKey; SessionToken = $Wrong } }
            'Credential' { @{ Credential = [pscredential]::new($account.AccessKeyId, ([System.Net.NetworkCredential]::new('', $Wrong).SecurePassword)) } }
        }
        $shown = Get-Shown { Get-PairedAmi @keys @direct -Verbose -Debug } | Out-String
        $shown | Should -Not -BeNullOrEmpty
        $shown | Should -Not -Match ([regex]::Escape($Wrong))
        $shown | Should -Not -Match ([regex]::Escape($account.SecretAccessKey))
        $right = Get-Shown { Get-PairedAmi -AccessKey $account.AccessKeyId -SecretKey $account.SecretAccessKey @direct -Verbose -Debug } | Out-String
        $right | Should -Match 'sts|arn:aws'
        $right | Should -Not -Match ([regex]::Escape($account.SecretAccessKey))
    }

    It 'are shown as *** by Get-AmiParameter, and their difference is seen' {
        $definition = Join-Path $TestDrive 'secret'
        Copy-Item (Join-Path $folder 'src') $definition -Recurse
        $template = Join-Path $definition 'web-server/template.json'
        Set-Content $template ((Get-Content $template -Raw) -replace '"volume_size": "",', '"volume_size": "", "db_password": "",')
        Add-Content (Join-Path $definition 'web-server/conf/prod.conf') "`ndb_password=Bc6Jg2Tn9Ld4FromConf"
        $value = Get-AmiParameter (Join-Path $definition 'web-server') -EnvironmentsPath $folder | Where-Object { $_.Name -eq 'db_password' -and $_.Target -eq 'prod' }
        $value.Value | Should -Be '***'
        $value.DiffersBetweenTargets | Should -BeTrue
        $value.File | Should -Match 'prod\.conf$'
    }

    # Only Linux shows another process's environment as a file (/proc/PID/environ); elsewhere there is nothing to read it with.
    It 'of the session are not handed to the local cloud' -Skip:(-not $IsLinux) {
        $environment = [IO.File]::ReadAllText("/proc/$($cloud.ProcessId)/environ")
        $environment | Should -Match 'PATH='
        $environment | Should -Not -Match 'ghp_Fd5Sj8Kl2Qw9Er4Ty7Ui'
        [IO.File]::ReadAllText("/proc/$($cloud.ProcessId)/cmdline") | Should -Not -Match 'ghp_'
    }
}
