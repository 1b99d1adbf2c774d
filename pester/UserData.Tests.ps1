BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-Playground $folder
    $where = @{ EnvironmentsPath = $folder }
    $document = '{"environment":"production","extra":{"features":{"logging":true},"volumeId":"vol-0123456789abcdef0"}}'
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'New-AmiUserData' {
    It 'makes the same text of a hashtable, an ordered one and an object' {
        New-AmiUserData -Environment production -Extra @{ volumeId = 'vol-0123456789abcdef0'; features = @{ logging = $true } } | Should -BeExactly $document
        New-AmiUserData production ([ordered]@{ volumeId = 'vol-0123456789abcdef0'; features = [ordered]@{ logging = $true } }) | Should -BeExactly $document
        New-AmiUserData production ([pscustomobject]@{ volumeId = 'vol-0123456789abcdef0'; features = [pscustomobject]@{ logging = $true } }) | Should -BeExactly $document
        $document | ConvertFrom-Json | New-AmiUserData | Should -BeExactly $document
    }

    It 'takes whatever PowerShell wraps' {
        $extra = @{ one = (1..3); two = (Get-Date -Date '2026-03-01T12:00:00Z'); three = [switch]$true; four = ('a', 'b' | ForEach-Object { $_ }); five = $null; six = 1.5; 7 = 'x' }
        $read = New-AmiUserData ci $extra | ConvertFrom-Json -AsHashtable
        $read.extra.one | Should -Be 1, 2, 3
        $read.extra.three | Should -BeTrue
        $read.extra.four | Should -Be 'a', 'b'
        $read.extra.six | Should -Be 1.5
        $read.extra['7'] | Should -Be 'x'
        $read.extra.ContainsKey('five') | Should -BeTrue
    }

    It 'gives base64 of UTF-8 without a byte order mark' {
        $greeting = 'Gr{0}{1}e' -f [char]0xFC, [char]0xDF
        $bytes = [Convert]::FromBase64String((New-AmiUserData ci @{ greeting = $greeting } -AsBase64))
        $bytes[0] | Should -Be 0x7B
        [Text.Encoding]::UTF8.GetString($bytes) | Should -BeExactly ('{"environment":"ci","extra":{"greeting":"' + $greeting + '"}}')
    }

    It 'refuses secrets, and environments that the file does not know' {
        $failure = { New-AmiUserData ci @{ password = 'hunter2' } } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'UserDataInvalid*'
        "$failure" | Should -BeLike "*'extra.password' looks like a secret*"
        "$failure" | Should -Not -BeLike '*hunter2*'
        $failure = { New-AmiUserData prdo @where } | Should -Throw -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$failure" | Should -BeLike "*Did you mean 'prod'?"
        { New-AmiUserData ci 'text' } | Should -Throw '*expected a hashtable*'
    }
}

Describe 'Test-AmiUserData' {
    It 'says what is wrong with a text, in base64 or not' {
        $document | Test-AmiUserData -Quiet | Should -BeTrue
        New-AmiUserData ci -AsBase64 | Test-AmiUserData -Quiet | Should -BeTrue
        $check = "#!/bin/sh`n", '{}' | Test-AmiUserData
        $check | Should -BeOfType AmiTools.UserDataCheck
        $check.Problems.Id | Should -Be 'UserDataIsCode', 'EnvironmentMissing'
        Test-AmiUserData '' -Quiet | Should -BeFalse
    }

    It 'reads files from the shell''s location' {
        Set-Content (Join-Path $TestDrive 'web.json') $document
        Push-Location $TestDrive
        try { (Test-AmiUserData -Path web.json).Environment | Should -Be 'production' } finally { Pop-Location }
        Get-Item (Join-Path $TestDrive 'web.json') | Test-AmiUserData -Quiet | Should -BeTrue
    }

    It 'names an instance that is nowhere' {
        $failure = { Test-AmiUserData -InstanceId i-0123456789abcdef0 @where } | Should -Throw -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be 'i-0123456789abcdef0'
    }
}

Describe 'Get-AmiUserDataSchema' {
    It 'is a schema that agrees with the checks' {
        Test-Json -Json $document -Schema (Get-AmiUserDataSchema) | Should -BeTrue
        Test-Json -Json '{"environment":"production","volumeId":"vol-1"}' -Schema (Get-AmiUserDataSchema) -ErrorAction Ignore | Should -BeFalse
    }
}
