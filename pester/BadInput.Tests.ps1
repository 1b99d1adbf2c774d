BeforeAll {
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
    $root = Join-Path $TestDrive 'bad'
    function Write-File([string] $Path, [string] $Text) {
        $full = Join-Path $root $Path
        $null = New-Item (Split-Path $full) -ItemType Directory -Force
        [IO.File]::WriteAllText($full, $Text)
    }
}

Describe 'A bad input' {
    BeforeEach {
        Remove-Item $root -Recurse -ErrorAction Ignore
        Write-File environments.yaml "targets:`n  - name: dev`n    region: eu-west-1`n    endpoint: http://127.0.0.1:1`n"
        Write-File web/version.json '{"version":"2.0"}'
        Write-File web/template.json '{ "variables": { "version": "", "subnet": "" }, "builders": [{ "type": "amazon-ebs", "ami_name": "web {{user `version`}}" }] }'
    }

    It 'in <File> is a <Id> of New-PairedAmi' -ForEach @(
        @{ File = 'web/conf/dev.conf'; Text = "subnt=a`n"; Id = 'UnknownParameter'; Message = "dev.conf:1: [dev] the template knows no variable 'subnt'. Did you mean 'subnet'?" }
        @{ File = 'web/version.json'; Text = '[]'; Id = 'VersionFileInvalid'; Message = 'version.json:1: expected an object such as {"version":"1.0"}.' }
        @{ File = 'environments.yaml'; Text = 'targets: []'; Id = 'EnvironmentsFileInvalid'; Message = "environments.yaml:1: there are no targets; expected a list 'targets' with at least one." }
    ) {
        Write-File $File $Text
        $failure = { New-PairedAmi (Join-Path $root 'web') -BuildNumber 57 -ErrorAction Stop } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id*"
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -BeLike ('*' + [WildcardPattern]::Escape($Message))
        $failure.Exception.Message | Should -Not -Match '   at '
    }

    It 'as an endpoint is not called a matter of credentials' -ForEach 'ftp://x', 'nonsense' {
        $failure = { Get-AmiByVersion web -EndpointUrl $_ -Region eu-west-1 -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey abc } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'EndpointInvalid*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -Be "-EndpointUrl '$_' is no http or https address; expected one such as http://127.0.0.1:4566."
    }

    It 'as a path that is none of the file system is told: <_>' -ForEach 'nope:/x', 'Env:/PATH', 'nope::x' {
        $failure = { Get-AmiDefinition $_ } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'PathInvalid*'
        $failure.Exception.Message | Should -BeLike "'$_' is no path of the file system*"
    }

    It 'as a time is refused before anything is done: <Cmdlet> -<Name> <Time>' -ForEach @(
        @{ Cmdlet = 'New-PairedAmi'; Name = 'UndoTimeout'; Time = '-01:00' }
        @{ Cmdlet = 'New-PairedAmi'; Name = 'BuildTimeout'; Time = '100.00:00' }
        @{ Cmdlet = 'New-PairedAmi'; Name = 'AvailableTimeout'; Time = 3600 }
        @{ Cmdlet = 'New-PairedAmi'; Name = 'TestTimeout'; Time = 0 }
        @{ Cmdlet = 'Copy-AmiToTarget'; Name = 'CopyTimeout'; Time = '-01:00' }
        @{ Cmdlet = 'Copy-AmiToTarget'; Name = 'UndoTimeout'; Time = '8.00:00' }
        @{ Cmdlet = 'Repair-PairedAmi'; Name = 'UndoTimeout'; Time = '-01:00' }
    ) {
        $given = @{ $Name = $Time; WhatIf = $true }
        $failure = { & $Cmdlet nothing @given } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
        $failure.Exception.Message | Should -BeLike "*'$Name'. The time is *; expected from one second to seven days, such as 00:30:00.*"
    }

    It 'names the folder that was meant from a location that is none' {
        $empty = New-Item (Join-Path $root 'empty') -ItemType Directory
        Push-Location -LiteralPath $empty
        try {
            Set-Location Env:
            $failure = { Get-AmiDefinition . } | Should -Throw -PassThru
            $failure.Exception.Message | Should -BeLike "There is no image definition in $empty;*"
            (Get-AmiDefinition ../web).Name | Should -Be web
            (Get-AmiDefinition (Join-Path $root 'web')).Name | Should -Be web
        }
        finally {
            Pop-Location
        }
    }

    It 'is told by Get-AmiParameter' {
        Write-File web/conf/dev.yaml 'subnet: !Ref x'
        $failure = { Get-AmiParameter (Join-Path $root 'web') -ErrorAction Stop } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'DefinitionInvalid*'
        $failure.Exception.Message | Should -BeLike '*dev.yaml:1: `[dev`] the tag !Ref is not understood; only plain values are.'
    }

    It 'is told by Test-AmiDefinition' {
        Write-File web/conf/dev.conf "aws_secret_access_key=canary`n"
        $check = Test-AmiDefinition (Join-Path $root 'web')
        $check.IsValid | Should -BeFalse
        $check.Problems.Id | Should -Be 'LiteralSecret'
        "$($check.Problems)" | Should -Not -Match 'canary'
    }
}
