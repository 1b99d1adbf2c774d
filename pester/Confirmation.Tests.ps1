# Every cmdlet that changes something, in a session where nobody can be asked and everything would be.
BeforeDiscovery {
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
    # From the module: a cmdlet that is forgotten below fails. What there is to repair takes long; Repair.Tests.ps1 does both with it.
    $changing = @((Get-Command -Module AmiTools | Where-Object { $_.Parameters.ContainsKey('Confirm') }).Name) -ne 'Repair-PairedAmi'
}

BeforeAll {
    . $PSScriptRoot/Playground.ps1
    . $PSScriptRoot/ExampleStage.ps1
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    # Made-up images in dev: web-server, worker, base-linux, database and gateway, in turn.
    $cloud = Start-Playground $folder -ImageCount 12
    $dev = @{ EnvironmentsPath = $folder; Target = 'dev' }
    $images = Get-AmiByVersion web-server -All @dev
    Set-Content (Join-Path $folder 'staging.tfvars') "ami = `"$($images[0].ImageId)`""
    Add-Content (Join-Path $folder 'environments.yaml') 'environments:', '  - { name: staging, target: dev, references: [{ file: staging.tfvars }] }'
    $legacy = foreach ($account in $cloud.Accounts) {
        (Invoke-Ec2 -Account $account -Action CopyImage -Arguments @{ Name = 'legacy-web-3.1.0'; SourceImageId = 'ami-0ba5e000000000001'; SourceRegion = $cloud.Region }).CopyImageResponse.imageId
    }
    git -C $folder add --all
    git -C $folder -c user.name=Tests -c user.email=tests@localhost commit --quiet --message=References
    $before = @{ HOME = $env:HOME; PATH = $env:PATH }
    $env:HOME = (New-Item (Join-Path $TestDrive 'home/bin') -ItemType Directory).Parent.FullName
    New-Crontab "$env:HOME/bin"
    $env:PATH = "$env:HOME/bin:$env:PATH"

    # Each call twice: as it is, and with the answer given beforehand. One works on what another has left.
    $lines = Invoke-Fresh @"
`$ErrorActionPreference = 'Stop'
`$WarningPreference = 'SilentlyContinue'
`$ConfirmPreference = 'Low'
Import-Module '$manifest'
`$where = @{ EnvironmentsPath = '$folder' }
`$dev = @{ EnvironmentsPath = '$folder'; Target = 'dev' }
`$cmdlets = [ordered] @{
    'New-PairedAmi' = { New-PairedAmi '$folder/src/web-server' -BuildNumber 81 -Branch feature/x @where @sure }
    'Register-AmiPair' = { Register-AmiPair legacy-web 3.1.0 $($legacy -join ', ') @where @sure }
    'Copy-AmiToTarget' = { Copy-AmiToTarget $($images[0].ImageId) -Target prod @where @sure }
    'Set-AmiReference' = { Set-AmiReference staging $($images[1].Version) -Name web-server @where @sure }
    'Undo-AmiReference' = { Undo-AmiReference staging -Name web-server @where @sure }
    'Protect-Ami' = { Protect-Ami $($images[0].ImageId) tests @dev @sure }
    'Unprotect-Ami' = { Unprotect-Ami $($images[0].ImageId) @dev @sure }
    'Grant-AmiAccess' = { Grant-AmiAccess $($images[0].ImageId) 333333333333 -Public @dev @sure }
    'Revoke-AmiAccess' = { Revoke-AmiAccess $($images[0].ImageId) 333333333333 -Public @dev @sure }
    'Update-AmiLastUsed' = { Update-AmiLastUsed @where @sure }
    'Invoke-AmiCleanup' = { Invoke-AmiCleanup gateway -KeepLatest 0 -OlderThanDays 0 -NeverUsedOlderThanDays 0 -Stage Deprecate -MaximumDeletionPercent 100 @where @sure }
    'Restore-Ami' = { Restore-Ami $((Get-AmiByVersion gateway @dev).ImageId) @dev @sure }
    'Remove-PairedAmi' = { Remove-PairedAmi worker 1.0.0 @dev @sure }
    'Register-AmiSchedule' = { Register-AmiSchedule Scan -Kind Cron @where @sure }
    'Unregister-AmiSchedule' = { Unregister-AmiSchedule amitools-scan -Kind Cron @sure }
    'Start-AmiLocalCloud' = { `$script:other = Start-AmiLocalCloud @sure }
    'Stop-AmiLocalCloud' = { Stop-AmiLocalCloud `$other.ProcessId @sure }
}
`$calls = '$($cloud.Url.GetLeftPart('Authority'))/_cloud/calls'
# The company's files, the crontab, and the clouds that this session runs.
function Get-State {
    @(
        Get-ChildItem '$folder', "`$HOME/crontab" -Recurse -File -ErrorAction Ignore | ForEach-Object { "`$(`$_.FullName) `$((Get-FileHash `$_.FullName).Hash)" }
        (Get-Process dotnet -ErrorAction Ignore | Where-Object { `$_.Parent.Id -eq `$PID }).Id
    ) -join "``n"
}
function Invoke-Call([scriptblock] `$Call, [hashtable] `$sure) {
    `$state = Get-State
    `$null = Invoke-RestMethod `$calls -Method Delete
    `$failure = `$null
    try { `$null = & `$Call } catch { `$failure = `$_ }
    `$changes = (Invoke-RestMethod `$calls) | Where-Object { `$_.action -notmatch '^(Describe|Get|List)' -and `$_.parameters.DryRun -ne 'true' }
    @{ Error = "`$failure"; Id = "`$(`$failure.FullyQualifiedErrorId)"; Category = "`$(`$failure.CategoryInfo.Category)"; HasChanged = [bool] `$changes -or (Get-State) -ne `$state }
}
`$results = foreach (`$name in `$cmdlets.Keys) { @{ Name = `$name; Asked = Invoke-Call `$cmdlets[`$name] @{}; Answered = Invoke-Call `$cmdlets[`$name] @{ Confirm = `$false } } }
ConvertTo-Json `$results -Depth 4
"@
    $results = $lines -join "`n" | ConvertFrom-Json
}

AfterAll {
    $env:HOME = $before.HOME
    $env:PATH = $before.PATH
    $cloud | Stop-AmiLocalCloud
}

Describe '<_>' -ForEach $changing {
    BeforeAll {
        $result = $results | Where-Object Name -EQ $_
    }

    It 'asks; where nobody can be asked it says so, and changes nothing' {
        $result.Asked.Error | Should -Match "^$_ needs a confirmation, and nobody can be asked here \(.*NonInteractive.*\)\. Nothing was changed\. Give -Confirm:\`$false, if it is meant\. The question was: .+"
        $result.Asked.Id | Should -BeLike 'NotConfirmed,*'
        $result.Asked.Category | Should -Be 'InvalidArgument'
        $result.Asked.HasChanged | Should -BeFalse
    }

    It 'works without a question when it has -Confirm:$false' {
        $result.Answered.Error | Should -BeNullOrEmpty
        $result.Answered.HasChanged | Should -BeTrue
    }
}
