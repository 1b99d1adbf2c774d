BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-Playground $folder
    $where = @{ EnvironmentsPath = $folder }
    $pair = New-PairedAmi (Join-Path $folder 'src/web-server') -BuildNumber 57 -ReleaseBuild @where
    $dev = $pair.Members[0]
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'Grant-AmiAccess, Get-AmiAccess, Revoke-AmiAccess' {
    It 'shows the difference under -WhatIf and changes nothing' {
        $log = Invoke-Fresh "Import-Module '$manifest'; Grant-AmiAccess $($dev.ImageId) 222222222222 -EnvironmentsPath '$folder' -WhatIf"
        $log -join "`n" | Should -Match "What if: Change who may use $($dev.ImageId) .*image: \+ 222222222222; snapshot snap-[0-9a-f]+: \+ 222222222222"
        (Get-AmiAccess $dev @where).Accounts | Should -BeNullOrEmpty
    }

    It 'shares image and snapshots, says nothing, and writes with -PassThru' {
        $dev | Grant-AmiAccess -Account 222222222222 @where | Should -BeNullOrEmpty
        $access = Grant-AmiAccess $dev -Account 222222222222 -PassThru @where
        $access.Accounts[0] | Should -Be '222222222222'
        $access.Snapshots[0].Accounts[0] | Should -Be '222222222222'
        $access.Differences | Should -BeNullOrEmpty
        ($access | Out-String) | Should -Match 'ami-[0-9a-f]+\s+dev\s+web-server\s+1\.0\.57\s+222222222222'
    }

    It 'takes an object with an ImageId property, and makes the list exactly what is named' {
        $access = [pscustomobject] @{ ImageId = $dev.ImageId } | Grant-AmiAccess -Account 333333333333 -Exact -PassThru @where
        $access.Accounts | Should -Be @('333333333333')
        $access.Snapshots[0].Accounts | Should -Be @('333333333333')
        (Revoke-AmiAccess "web-server@1.0.57" 333333333333 -PassThru -Target dev @where).Accounts | Should -BeNullOrEmpty
    }

    It 'does not make an image public where nobody can be asked, unless -Confirm:$false says so' {
        { Invoke-Fresh "`$ErrorActionPreference = 'Stop'; Import-Module '$manifest'; Grant-AmiAccess $($dev.ImageId) -Public -EnvironmentsPath '$folder'" } | Should -Throw '*nobody can be asked here*Give -Confirm:$false*'
        (Get-AmiAccess $dev @where).IsPublic | Should -BeFalse
        (Grant-AmiAccess $dev -Public -Confirm:$false -PassThru @where).IsPublic | Should -BeTrue
        (Revoke-AmiAccess $dev -Public -PassThru @where).IsPublic | Should -BeFalse
    }

    It 'names what is wrong, with a category' {
        $failure = { Grant-AmiAccess $dev -Account 12 @where } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'AccountInvalid,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        { Get-AmiAccess 7 @where } | Should -Throw "*'7' (Int32) is no image*"
    }
}

Describe 'Copy-AmiToTarget' {
    It 'copies to a target that has no member, and leaves nothing shared' {
        Remove-PairedAmi web-server 1.0.57 -Target prod -Confirm:$false @where
        $log = Invoke-Fresh "Import-Module '$manifest'; Copy-AmiToTarget $($dev.ImageId) -Target prod -EnvironmentsPath '$folder' -WhatIf"
        $log -join "`n" | Should -Match "What if: Copy web-server 1\.0\.57 \($($dev.ImageId), 1 snapshot, dev, .* to prod \(account 222222222222,"
        $copy = Copy-AmiToTarget $dev -Target prod @where
        $copy.Tags['AmiTools:Origin'] | Should -Be 'copied'
        $copy.PairId | Should -Be $dev.PairId
        (Get-PairedAmi web-server @where).IsComplete | Should -BeTrue
        (Get-AmiAccess $dev @where).Accounts | Should -BeNullOrEmpty
    }

    It 'refuses a copy that is there already' {
        { Copy-AmiToTarget $dev -Target prod @where } | Should -Throw '*of that name or version exists already*'
    }
}
