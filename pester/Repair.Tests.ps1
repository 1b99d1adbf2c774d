BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-Playground $folder
    $where = @{ EnvironmentsPath = $folder }
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'Repair-PairedAmi' {
    It 'says nothing where there is nothing to repair' {
        Repair-PairedAmi $folder @where | Should -BeNullOrEmpty
    }

    It 'ends in an error where it could not look into a target' {
        $key = $env:PROD_AWS_SECRET_ACCESS_KEY
        try {
            $env:PROD_AWS_SECRET_ACCESS_KEY = 'wrong'
            $failure = { Repair-PairedAmi $folder @where -WarningAction SilentlyContinue } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'RepairIncomplete*'
            "$failure" | Should -BeLike "The target 'prod' was not looked into: *"
        }
        finally { $env:PROD_AWS_SECRET_ACCESS_KEY = $key }
    }

    It 'shows under -WhatIf what it has found, asks, and changes nothing; then undoes it without a question when it has -Confirm:$false' {
        Stop-BuildInTheMiddle $folder $cloud 70
        $before = Get-Leftover $cloud.Url
        $log = Join-Path $TestDrive 'what-if.txt'
        Invoke-Fresh "Import-Module '$manifest'; `$repair = @{ Path = '$folder'; EnvironmentsPath = '$folder' }; Repair-PairedAmi @repair -WhatIf; `$ConfirmPreference = 'Low'; try { Repair-PairedAmi @repair } catch { `$_.FullyQualifiedErrorId, `$_.ToString() }" | Set-Content $log
        Get-Content $log -Raw | Should -Match 'What if: Undo web-server 1\.0\.70 \(pair .+\), because it was broken off before all its images were built; dev: .*instance i-'
        Get-Content $log -Raw | Should -Match '(?s)NotConfirmed,.*Repair-PairedAmi needs a confirmation, and nobody can be asked here .* The question was: Undo web-server 1\.0\.70 '
        # The orphaned Packer may have ended meanwhile, but what it made is there.
        Get-Leftover $cloud.Url | Where-Object { $_ -match 'parameter' } | Should -Be ($before | Where-Object { $_ -match 'parameter' })

        $ConfirmPreference = 'Low'
        $result = Repair-PairedAmi $folder @where -Confirm:$false
        $result | Should -BeOfType AmiTools.RepairedPair
        $result.Version | Should -Be '1.0.70'
        "$($result.Outcome)" | Should -Be 'Undone'
        ($result | Format-Table | Out-String) | Should -Match 'nothing is left of it'
        Get-Leftover $cloud.Url | Should -BeNullOrEmpty
        Repair-PairedAmi $folder @where | Should -BeNullOrEmpty
    }

    It 'takes a pair by its id through the pipeline, and repairs from Parameter Store alone' -Tag Full {
        Stop-BuildInTheMiddle $folder $cloud 71
        Remove-Item (Join-Path $folder 'src/runs') -Recurse -Force
        $id = (Get-Leftover $cloud.Url | Where-Object { $_ -match 'parameter /amitools/pairs/(.+)$' } | Select-Object -First 1) -replace '^.*/'
        ([pscustomobject]@{ PairId = $id; RunFolder = $null } | Repair-PairedAmi @where).PairId | Should -Be $id
        # Until Packer's longest time is over there may be a copy that says so.
        Get-Leftover $cloud.Url | Where-Object { $_ -notmatch 'parameter' } | Should -BeNullOrEmpty
    }

    It 'fails for a folder that is not there, with what the user gave as target' {
        $failure = { Repair-PairedAmi "$TestDrive/nothing" @where } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunsNotFound*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be "$TestDrive/nothing"
    }
}
