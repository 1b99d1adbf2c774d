BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-AmiLocalCloud -EnvironmentsPath $folder -ImageCount 6
    $where = @{ EnvironmentsPath = $folder; UsedCountPath = (Join-Path $folder 'used') }
    $all = @{ KeepLatest = 0; NeverUsedOlderThanDays = 0; OlderThanDays = 0; EnvironmentsPath = $folder }
    $limits = @{ MaximumDeletionPercent = 100; MinimumUsedPercent = 0 }
    $null = Update-AmiLastUsed -EnvironmentsPath $folder
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'Get-AmiCleanupPlan and Invoke-AmiCleanup' {
    It 'has a row for every image, with its reasons' {
        $plan = Get-AmiCleanupPlan @all
        $plan.Count | Should -Be (Get-AmiUsage -EnvironmentsPath $folder).Count
        $plan | ForEach-Object { $_.Reasons | Should -Not -BeNullOrEmpty }
        ($plan | Out-String) | Should -Match 'Decision: Delete'
        ((Get-AmiCleanupPlan -EnvironmentsPath $folder)[0].Reasons -join '; ') | Should -Be 'made not more than 7 days ago; never used, and not older than 30 days; number 1 of the newest 2 complete releases'
    }

    It 'shows the plan under -WhatIf, and deletes nothing' {
        $log = Invoke-Fresh "Import-Module '$manifest'; Invoke-AmiCleanup -KeepLatest 0 -NeverUsedOlderThanDays 0 -OlderThanDays 0 -EnvironmentsPath '$folder' -UsedCountPath '$folder/used' -MaximumDeletionPercent 100 -WhatIf"
        $log -join "`n" | Should -Match 'What if: Delete [0-9]+ images with [0-9]+ snapshots \([0-9]+ GiB\): '
        @(Get-AmiCleanupPlan @all | Where-Object Decision -EQ Delete).Count | Should -BeGreaterThan 1
    }

    It 'does not take an empty pipeline for everything' {
        $before = @(Get-AmiUsage -EnvironmentsPath $folder).Count
        Get-AmiCleanupPlan @all | Where-Object Name -EQ 'nothing' | Invoke-AmiCleanup @where @limits -Confirm:$false | Should -BeNullOrEmpty
        @(Get-AmiUsage -EnvironmentsPath $folder).Count | Should -Be $before
    }

    It 'deletes nothing of a plan of which one row is no row' {
        $before = @(Get-AmiUsage -EnvironmentsPath $folder).Count
        $plan = Get-AmiCleanupPlan @all | Where-Object Decision -EQ Delete | Select-Object -First 1
        $plan | Should -Not -BeNullOrEmpty
        { $plan, (Get-Date), 5 | Invoke-AmiCleanup @where @limits -Confirm:$false -ErrorVariable script:failures -ErrorAction SilentlyContinue } | Should -Throw
        @(Get-AmiUsage -EnvironmentsPath $folder).Count | Should -Be $before
        @($failures | Where-Object FullyQualifiedErrorId -Like 'PlanInvalid*').Exception.Message | Should -Be 'row 2 of the input is no row of a plan; expected one of Get-AmiCleanupPlan. Nothing was deleted.'
    }

    It 'stops at a breaker before the first deletion, with a category' {
        $failure = { Invoke-AmiCleanup @all -UsedCountPath $where.UsedCountPath -MaximumDeletion 0 -Confirm:$false } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'CleanupStopped,*'
        $failure.Exception.Message | Should -Match 'MaximumDeletion'
    }

    It 'executes a plan that was kept as JSON, and only that, from objects and from a file' {
        $plan = @(Get-AmiCleanupPlan @all)
        $going = @($plan | Where-Object Decision -EQ Delete)
        $json = $going[0] | ConvertTo-Json -Depth 5
        $result = $json | ConvertFrom-Json | Invoke-AmiCleanup @where @limits -Confirm:$false
        $result.Deleted | Should -Be 1
        $result.Images[0].Image.ImageId | Should -Be $going[0].ImageId
        ($result | Out-String) | Should -Match 'SavedAMonth \(at most, estimated\)'
        $file = Join-Path $folder 'plan.json'
        ConvertTo-Json @($going[0, 1]) -Depth 5 | Set-Content $file
        $second = Invoke-AmiCleanup -PlanPath $file @where @limits -Confirm:$false
        @($second.Images.Outcome) | Should -Be @('Gone', 'Deleted')
        @(Get-AmiCleanupPlan @all | Where-Object Decision -EQ Delete).Count | Should -Be ($going.Count - 2)
    }

    It 'works on all targets of a plan that is piped in, not on that of its last row' {
        $null = Copy-AmiToTarget worker@1.0.0 -Target prod -EnvironmentsPath $folder
        $null = Update-AmiLastUsed -EnvironmentsPath $folder
        $rows = @(Get-AmiCleanupPlan worker @all)
        $rows.Target | Should -Be 'dev', 'prod'
        $result = $rows | Invoke-AmiCleanup @where @limits -Confirm:$false
        $result.Images.Outcome | Should -Be 'Deleted', 'Deleted'
    }

    It 'deletes nothing where nobody can be asked' {
        { Invoke-Fresh "`$ErrorActionPreference = 'Stop'; Import-Module '$manifest'; Invoke-AmiCleanup -KeepLatest 0 -NeverUsedOlderThanDays 0 -OlderThanDays 0 -EnvironmentsPath '$folder' -UsedCountPath '$folder/used' -MaximumDeletionPercent 100" } | Should -Throw '*NonInteractive*'
    }
}

Describe 'Protect-Ami, Unprotect-Ami, Restore-Ami' {
    It 'pins what comes through the pipeline, until the end of a day, and takes the pin off' {
        $image = (Get-AmiUsage -EnvironmentsPath $folder)[0]
        $pinned = $image | Protect-Ami -Reason 'the lab' -By ops -Until '2099-01-01' -PassThru -EnvironmentsPath $folder
        $pinned.Pinned | Should -Be 'by ops until 2099-01-01: the lab'
        (Get-AmiCleanupPlan @all | Where-Object ImageId -EQ $image.ImageId).Reasons | Should -Contain 'pinned: by ops until 2099-01-01: the lab'
        Unprotect-Ami $image.ImageId -EnvironmentsPath $folder | Should -BeNullOrEmpty
        (Get-AmiCleanupPlan @all | Where-Object ImageId -EQ $image.ImageId).Reasons | Should -Not -Match 'pinned'
    }

    It 'brings a deprecated image back' {
        $result = Invoke-AmiCleanup @all -Stage Deprecate -UsedCountPath $where.UsedCountPath @limits -Confirm:$false
        $result.Deprecated | Should -BeGreaterThan 0
        $restored = ($result.Images | Where-Object Outcome -EQ Deprecated)[0].Image | Restore-Ami -EnvironmentsPath $folder
        $restored.Steps | Should -Be @('no longer deprecated', 'out of its stage')
    }
}
