# Secrets over every cmdlet: each example of the help is run with everything shown that a user, a log or a debugger can
# see of it - all streams with -Verbose and -Debug, the objects in full, errors, Get-Error, a transcript.
BeforeDiscovery {
    . $PSScriptRoot/Playground.ps1
    . $PSScriptRoot/ExampleStage.ps1
    Import-Module $manifest
    # A build with the real Packer is watched by the tests of builds; the local cloud tells its keys, since they are of no use elsewhere.
    $other = 'Start-AmiLocalCloud', 'Stop-AmiLocalCloud', 'New-PairedAmi 2'
    $examples = @(Get-Example | Where-Object { $_.Cmdlet -notin $other -and "$($_.Cmdlet) $($_.Number)" -notin $other })
    # Each cmdlet's first is the sample.
    $first = @($examples | Where-Object Number -EQ 1)
    $further = @($examples | Where-Object Number -NE 1)
}

BeforeAll {
    . $PSScriptRoot/Playground.ps1
    . $PSScriptRoot/ExampleStage.ps1
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    Start-Company $folder
    $right = @($cloud.Accounts.SecretAccessKey)
    $wrong = @{}
    $held = @(Get-ChildItem env: | Where-Object Value -In $right)
    foreach ($variable in $held) { $wrong[$variable.Name] = "wrong-$($variable.Name.Length)-Zx9Cv4Bn7Mq2Wr5Ty8Ui" }
    $seen = @{}

    function Get-Shown {
        param([string] $Code)
        $Error.Clear()
        $file = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).txt"
        $null = Start-Transcript $file
        Push-Location $folder
        $failure = $null
        try {
            $ConfirmPreference = 'None'
            $VerbosePreference = $DebugPreference = 'Continue'
            $shown = & ([scriptblock]::Create($Code)) *>&1 | ForEach-Object { "$_"; $_ | Format-List * -Force | Out-String -Width 4000; $_ | Out-String }
        }
        catch { $failure = $_ }
        finally {
            Pop-Location
            $null = Stop-Transcript
        }
        $shown
        foreach ($record in @($failure) + @($Error)) {
            if ($null -eq $record) { continue }
            "$record"
            $record | Format-List * -Force | Out-String -Width 4000
            if ($record.Exception) { $record.Exception.ToString() }
        }
        Get-Error -Newest 5 | Out-String -Width 4000
        Get-Content $file -Raw
    }

    function Assert-Silent {
        param([string] $Shown, [string[]] $Secrets)
        foreach ($secret in $Secrets) {
            $Shown.Contains($secret) | Should -BeFalse -Because "'$secret' is shown"
            # As a body or a header might hold it.
            $Shown.Contains([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret))) | Should -BeFalse
            $Shown.Contains([uri]::EscapeDataString($secret)) | Should -BeFalse
        }
    }

    # With keys that AWS refuses in the place of the right ones.
    function Assert-WrongSilent {
        param([string] $Code)
        foreach ($name in $wrong.Keys) { Set-Item "env:$name" $wrong[$name] }
        try { $shown = Get-Shown $Code | Out-String }
        finally { foreach ($variable in $held) { Set-Item "env:$($variable.Name)" $variable.Value } }
        Assert-Silent $shown (@($wrong.Values) + $right)
        if ($shown -match 'SignatureDoesNotMatch|AuthFailure') { $seen['refused'] = 1 + $seen['refused'] }
    }
}

AfterAll {
    foreach ($variable in $held) { Set-Item "env:$($variable.Name)" $variable.Value }
    Stop-Company
}

Describe 'Secrets' {
    It 'are in use, and would be found' {
        $held.Count | Should -BeGreaterOrEqual 2
        { Assert-Silent (Get-Shown "Write-Verbose '$($right[0])'" | Out-String) $right } | Should -Throw
        { Assert-Silent (Get-Shown "throw '$($right[0])'" | Out-String) $right } | Should -Throw
        { Assert-Silent (Get-Shown "[pscustomobject]@{ Inner = '$($right[0])' }" | Out-String) $right } | Should -Throw
    }

    It 'that are right are nowhere in what <Cmdlet> <Number> shows' -Tag Full -TestCases $examples {
        if ($Cmdlet -eq 'New-PairedAmi') { Save-Company $folder }
        $shown = Get-Shown $Code | Out-String
        Assert-Silent $shown $right
        $seen['right'] = 1 + $seen['right']
    }

    It 'that are wrong are nowhere in what <Cmdlet> <Number> shows' -TestCases $first {
        Assert-WrongSilent $Code
    }

    It 'that are wrong are nowhere in what <Cmdlet> <Number> shows' -Tag Full -TestCases $further {
        Assert-WrongSilent $Code
    }

    It 'were asked for by most of them' {
        $seen['refused'] | Should -BeGreaterThan 15
    }
}
