BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-AmiLocalCloud -EnvironmentsPath $folder -ImageCount 40
    $where = @{ EnvironmentsPath = $folder }
    $file = Join-Path $folder 'dev.tfvars'
    $images = @(Get-AmiUsage @where | Where-Object { $_.Target -eq 'dev' -and $_.Version } | Group-Object Name | Sort-Object Count -Descending)[0].Group | Sort-Object { [version]$_.Version }
    Set-Content $file "# the image`nami = `"$($images[0].ImageId)`""
    $environments = @(Get-ChildItem $folder -Filter 'environments.*')[0].FullName
    Add-Content $environments "environments:`n  - name: dev`n    target: dev`n    references: [{ file: dev.tfvars }]"
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'Get-AmiReference, Set-AmiReference, Test-AmiReference, Undo-AmiReference' {
    It 'lists, promotes, finds drift and goes back' {
        $reference = Get-AmiReference dev @where
        "$($reference.Name) $($reference.Version) $($reference.Status) $($reference.Key)" | Should -Be "$($images[0].Name) $($images[0].Version) Usable ami"
        ($reference | Out-String) | Should -Match 'Environment\s+Name'
        $before = Get-Content $file -Raw

        Set-AmiReference dev $images[-1].Version @where -WhatIf | Should -BeNullOrEmpty
        Get-Content $file -Raw | Should -BeExactly $before

        $change = Set-AmiReference dev $images[-1].Version @where
        $change.ImageId | Should -Be $images[-1].ImageId
        Get-Content $file -Raw | Should -BeExactly $before.Replace($images[0].ImageId, $images[-1].ImageId)
        (Test-AmiReference @where).IsOk | Should -BeTrue

        $failure = { Test-AmiReference -Version $images[0].Version @where -FailOnDrift } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ReferenceDrift,*'
        $failure.Exception.Message | Should -Match 'dev.tfvars:2: \[dev\] names ami-'

        (Undo-AmiReference dev @where).Version | Should -Be $images[0].Version
        Get-Content $file -Raw | Should -BeExactly $before
    }

    It 'says what is wrong with an id and a category' {
        $failure = { Set-AmiReference dev '99.0.0' @where } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ImageNotFound,*'
        $failure = { Get-AmiReference devv @where } | Should -Throw -PassThru
        $failure.Exception.Message | Should -Match "Did you mean 'dev'"
    }
}
