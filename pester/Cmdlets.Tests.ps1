BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-Playground $folder
    $definition = Join-Path $folder 'src/web-server'
    $where = @{ EnvironmentsPath = $folder }
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'Start-AmiLocalCloud' {
    It 'gives a cloud with two accounts that answers' {
        $cloud.Accounts.Id | Should -Be '111111111111', '222222222222'
        (Invoke-RestMethod "$($cloud.Url)_cloud/health").status | Should -Be 'ok'
    }

    It 'starts nothing under -WhatIf' {
        Start-AmiLocalCloud -WhatIf | Should -BeNullOrEmpty
    }

    It 'is stopped by Stop-AmiLocalCloud, by object or by process id' {
        $other = Start-AmiLocalCloud
        Stop-AmiLocalCloud $other.ProcessId
        Get-Process -Id $other.ProcessId -ErrorAction Ignore | Where-Object { -not $_.HasExited } | Should -BeNullOrEmpty
        Stop-AmiLocalCloud $other.ProcessId -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -Match 'runs no more'
    }

    It 'is stopped by another session, and gives its process with -PassThru' {
        $other = Start-AmiLocalCloud
        $process = Get-Process -Id $other.ProcessId
        $session = "Import-Module '$manifest'; (Stop-AmiLocalCloud $($other.ProcessId) -WhatIf -PassThru).Id; (Stop-AmiLocalCloud $($other.ProcessId) -PassThru).Id"
        pwsh -NoProfile -NonInteractive -Command $session | Select-Object -Last 2 | Should -Be $other.ProcessId, $other.ProcessId
        $process.WaitForExit(5000) | Should -BeTrue
    }

    It 'leaves every process alone that is no local cloud, also one that has the id of a former one' {
        $sleep = Start-Process -PassThru sleep 60
        try {
            { Stop-AmiLocalCloud $sleep.Id -ErrorAction Stop } | Should -Throw "*The process $($sleep.Id) (sleep) is no local cloud*"
            $mark = Join-Path ([IO.Path]::GetTempPath()) "amitools-local-cloud-$($sleep.Id)"
            # What that one has left: all of it is right but for the process that it was.
            $former = Get-Content (Join-Path ([IO.Path]::GetTempPath()) "amitools-local-cloud-$($cloud.ProcessId)") -Raw
            Set-Content $mark ($former -replace "\b$($cloud.ProcessId)\b", $sleep.Id)
            { Stop-AmiLocalCloud $sleep.Id -ErrorAction Stop } | Should -Throw '*is no local cloud*'
            $sleep.HasExited | Should -BeFalse
        }
        finally {
            $sleep.Kill()
            Remove-Item $mark -ErrorAction Ignore
        }
    }
}

Describe 'Definitions' {
    It 'are listed' {
        $found = Get-AmiDefinition $folder
        $found | Should -BeOfType AmiTools.AmiDefinition
        $found.Name | Should -Be 'web-server'
        $found.BaseVersion | Should -Be '1.0'
    }

    It 'are listed from the current location' {
        Push-Location $folder
        try { (Get-AmiDefinition).Name | Should -Be 'web-server' } finally { Pop-Location }
    }

    It 'are checked for all targets' {
        $check = Test-AmiDefinition $definition @where
        $check.IsValid | Should -BeTrue -Because ($check.Problems -join '; ')
        Test-AmiDefinition $definition @where -Quiet | Should -BeTrue
    }

    It 'show every problem with file and line' {
        $bad = Join-Path $TestDrive 'bad'
        Copy-Item $folder $bad -Recurse
        Add-Content (Join-Path $bad 'src/web-server/conf/prod.conf') "`ninstance_tipe=t3.large"
        $check = Test-AmiDefinition (Join-Path $bad 'src/web-server') -EnvironmentsPath $bad
        $check.IsValid | Should -BeFalse
        "$($check.Problems)" | Should -Match "prod\.conf:\d+: \[prod\] the template knows no variable 'instance_tipe'. Did you mean 'instance_type'\?"
    }

    It 'show their parameters with provenance, and what differs' {
        $values = Get-AmiParameter $definition @where
        $prod = $values | Where-Object { $_.Name -eq 'instance_type' -and $_.Target -eq 'prod' }
        $prod.Value | Should -Be 't3.small'
        $prod.File | Should -Match 'web-server/conf/prod\.conf$'
        $prod.DiffersBetweenTargets | Should -BeTrue
        (Get-AmiParameter $definition @where -Different).Name | Sort-Object -Unique | Should -Be 'cost_centre', 'instance_type'
        (Get-AmiParameter $definition @where -Parameter @{ volume_size = 20 } | Where-Object Name -EQ volume_size).Value | Should -Be '20', '20'
    }

    It 'that do not exist are an ObjectNotFound error with what the user gave as target' {
        $failure = { Get-AmiDefinition "$TestDrive/nothing" } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'DefinitionNotFound*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}

Describe 'A pair' {
    It 'is planned under -WhatIf, and nothing is built' {
        $null = New-PairedAmi $definition -BuildNumber 7 @where -WhatIf -InformationVariable said
        Get-Leftover $cloud.Url | Should -BeNullOrEmpty
        Join-Path $folder 'src/runs' | Should -Not -Exist
    }

    It 'is built, found, shown and removed' {
        $pair = Get-AmiDefinition $folder | New-PairedAmi -BuildNumber 57 @where
        $pair | Should -BeOfType AmiTools.AmiPair
        $pair.Version | Should -Be '1.0.57'
        $pair.IsComplete | Should -BeTrue
        $pair.Members.Target | Should -Be 'dev', 'prod'
        $pair.Members[1].Target | Should -Be 'prod'
        $pair.Commit | Should -Be (git -C $folder rev-parse HEAD)

        (Get-AmiByVersion web-server 1.0.57 @where).ImageId | Should -Be $pair.Members.ImageId
        (Get-AmiByVersion web-server '1.0.*' @where -Target prod).ImageId | Should -Be $pair.Members[1].ImageId
        (Get-AmiByVersion web-server '>=1.0 <2' @where -Target dev).ImageId | Should -Be $pair.Members[0].ImageId
        ('web-server' | Get-AmiByVersion @where).Count | Should -Be 2

        $shown = Get-PairedAmi @where
        $shown.PairId | Should -Be $pair.PairId
        $text = $shown | Format-Table | Out-String -Width 80
        $pair.Members | ForEach-Object { $text | Should -Match $_.ImageId }

        Get-PairedAmi @where | Remove-PairedAmi @where -WhatIf
        (Get-PairedAmi @where).PairId | Should -Be $pair.PairId
        $gone = Get-PairedAmi @where | Remove-PairedAmi @where -Confirm:$false -PassThru
        $gone.Image.ImageId | Should -Be $pair.Members.ImageId
        Get-Leftover $cloud.Url | Should -BeNullOrEmpty
    }

    It 'that is not there is an error that names what is asked for' {
        $failure = { Get-AmiByVersion web-server 9.9.9 @where -ErrorAction Stop } | Should -Throw -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$failure" | Should -Match '9\.9\.9'
    }

    It 'whose prod fails leaves nothing, and the error names prod' {
        Invoke-RestMethod "$($cloud.Url)_cloud/faults" -Method Post -ContentType application/json -Body '[{"action":"CreateImage","account":"222222222222","code":"ResourceLimitExceeded","message":"planned","count":1}]' | Out-Null
        $failure = { New-PairedAmi $definition -BuildNumber 58 @where -WarningAction SilentlyContinue } | Should -Throw -PassThru
        "$failure" | Should -Match "target 'prod'"
        Get-Leftover $cloud.Url | Should -BeNullOrEmpty
    }

    It 'ends a script with exit code 1 when it fails, where errors stop scripts' {
        $script = Join-Path $TestDrive 'fail.ps1'
        Set-Content $script "`$ErrorActionPreference = 'Stop'; Import-Module '$manifest'; Get-AmiByVersion nothing 1.0.0 -EnvironmentsPath '$folder'; exit 0"
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 1
    }
}

Describe 'Common parameters' {
    It 'take credentials directly, without an environments file' {
        $account = $cloud.Accounts[0]
        Get-PairedAmi -AccessKey $account.AccessKeyId -SecretKey $account.SecretAccessKey -Region eu-west-1 -EndpointUrl $cloud.Url | Should -BeNullOrEmpty
        $failure = { Get-PairedAmi -AccessKey $account.AccessKeyId -SecretKey wrong -Region eu-west-1 -EndpointUrl $cloud.Url } | Should -Throw -PassThru
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
        "$failure" | Should -Not -Match 'wrong'
    }

    It 'refuse half a pair of keys' {
        { Get-PairedAmi -AccessKey AKIAxxx -Region eu-west-1 } | Should -Throw '*belong together*'
    }

    It 'of several piped names, each that fails has its own error and the run ends in one' {
        $failure = { 'nothing-a', 'nothing-b' | Get-AmiByVersion @where -ErrorVariable each -ErrorAction SilentlyContinue } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'SomeFailed*'
    }
}

Describe 'Several definitions through the pipeline' {
    BeforeAll {
        $several = Join-Path $TestDrive 'several'
        $null = New-Item $several -ItemType Directory
        Copy-Item (Join-Path $folder 'src') $several -Recurse
        Copy-Item (Join-Path $folder 'environments.yaml') $several
        $src = Join-Path $several 'src'
        Copy-Item (Join-Path $src 'web-server') (Join-Path $src 'service') -Recurse
        Set-Content (Join-Path $src 'service/conf/default.conf') 'source_ami=web-server@latest'
        $template = Join-Path $src 'service/template.json'
        Set-Content $template ((Get-Content $template -Raw) -replace 'web-server', 'service')
        Copy-Item (Join-Path $src 'web-server') (Join-Path $src 'broken') -Recurse
        Set-Content (Join-Path $src 'broken/conf/default.conf') 'no_such_variable=1'
    }

    It 'are built base first; one that fails does not stop the others, and the run ends in an error' {
        $built = [Collections.Generic.List[object]]::new()
        $failure = $null
        try {
            'service', 'broken', 'web-server' | ForEach-Object { Join-Path $src $_ } |
                New-PairedAmi -BuildNumber 91 -Branch main -ReleaseBuild -Commit 0123456789abcdef -EnvironmentsPath $several -ErrorVariable errors -ErrorAction SilentlyContinue |
                ForEach-Object { $built.Add($_) }
        }
        catch { $failure = $_ }
        $built.Name | Should -Be 'web-server', 'service'
        $built[1].Members[0].SourceImageId | Should -Be $built[0].Members[0].ImageId
        $built[1].Members[1].SourceImageId | Should -Be $built[0].Members[1].ImageId
        $failure.FullyQualifiedErrorId | Should -BeLike 'SomeFailed*'
        "$failure" | Should -Be '1 of 3 failed; each has an error of its own above.'
        "$($errors[0])" | Should -BeLike "*the template knows no variable 'no_such_variable'*"
        $errors[0].TargetObject | Should -BeLike '*broken*'
        $built | ForEach-Object { Remove-PairedAmi $_.Name $_.Version -EnvironmentsPath $several -Confirm:$false }
    }

    It 'are all planned under -WhatIf, and nothing is built' {
        Join-Path $src 'web-server' | New-PairedAmi -BuildNumber 92 -Branch main -ReleaseBuild -EnvironmentsPath $several -WhatIf | Should -BeNullOrEmpty
        Get-PairedAmi -EnvironmentsPath $several | Where-Object Version -Like '*.92' | Should -BeNullOrEmpty
    }
}

# What is asked and done about it.
Describe 'A pair that is there' {
    BeforeAll { $pair = New-PairedAmi $definition -BuildNumber 71 @where }

    AfterAll {
        $pair | Remove-PairedAmi @where -Confirm:$false
        Get-Leftover $cloud.Url | Should -BeNullOrEmpty
    }

    It 'is not in use where nothing uses it, and is where a file names it' {
        $usage = Get-AmiUsage web-server 1.0.71 @where
        $usage | Should -BeOfType AmiTools.AmiUsage
        $usage.State | Should -Be 'NotUsed', 'NotUsed'
        $file = Join-Path $TestDrive 'prod.tfvars'
        Set-Content $file "ami = `"$($pair.Members[1].ImageId)`""
        $usage = $pair.Members[1] | Get-AmiUsage @where -Path $file
        $usage.State | Should -Be 'Used'
        $usage.UsedBy[0].Source | Should -Be 'files'
        ($usage | Format-Table | Out-String -Width 250) | Should -Match 'files: .*prod\.tfvars'
    }

    It 'is not found by an id that is nowhere' {
        $failure = { Get-AmiUsage -ImageId ami-0123456789abcdef0 @where } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ImageNotFound*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'is tagged by Update-AmiLastUsed, and not under -WhatIf' {
        $planned = Update-AmiLastUsed @where -WhatIf
        $planned | Should -BeOfType AmiTools.ScanResult
        $planned.IsWhatIf | Should -BeTrue
        $planned.Heartbeats | Should -Be 2
        @((Get-AmiUsage web-server 1.0.71 @where).LastUsedRuntime | Where-Object { $_ }).Count | Should -Be 0
        $list = Join-Path $TestDrive 'used.txt'
        Set-Content $list $pair.Members[0].ImageId
        (Update-AmiLastUsed @where -Path $list | Out-String -Width 200) | Should -Match '2 images scanned: 2 used, 2 with a heartbeat'
        $usage = Get-AmiUsage web-server 1.0.71 @where
        $usage.LastUsedRuntime | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$'
        $usage.LastUsed | Should -Be $usage.LastUsedRuntime
    }

    It 'is not tagged when a source is unknown, which ends in an error' {
        try {
            Invoke-RestMethod "$($cloud.Url)_cloud/faults" -Method Post -ContentType application/json -Body '[{"action":"DescribeFleets","code":"UnauthorizedOperation","message":"planned","count":0,"status":403}]' | Out-Null
            $failure = { Update-AmiLastUsed @where -WarningAction SilentlyContinue } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'ScanIncomplete*'
            "$failure" | Should -Match '2 of 2 images have no new heartbeat'
        }
        finally {
            Invoke-RestMethod "$($cloud.Url)_cloud/faults" -Method Delete | Out-Null
        }
    }

    It 'is found in one target alone when the pipeline stops early' {
        (Get-AmiByVersion web-server @where | Select-Object -First 1).Target | Should -Be 'dev'
    }

    It 'does not become another pair, by id or by object' {
        $ids = $pair.Members.ImageId
        { Register-AmiPair other 1.0.93 $ids @where } | Should -Throw '*belongs to the pair*' -ErrorId 'ProblemsFound,AmiTools.Cmdlets.Images.RegisterAmiPairCommand'
        { [pscustomobject]@{ Name = 'x' } | Register-AmiPair other 1.0.93 @where -ErrorAction SilentlyContinue } | Should -Throw '*1 of 1 failed*'
        { Register-AmiPair other 1.0.93-x $ids @where } | Should -Throw "*is no release*"
    }
}

Describe 'Register-AmiPair' {
    It 'asks for an image that is there' {
        $none = [pscustomobject]@{ ImageId = 'ami-00000000000000001' }
        { $none | Register-AmiPair other 1.0.93 @where -ErrorAction Stop } | Should -Throw '*is owned by none of the targets dev, prod*'
    }
}
