# How results look: every type that a cmdlet writes, and those that are printed from inside of one.
BeforeDiscovery {
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
    $written = (Get-Command -Module AmiTools).OutputType.Type | Where-Object Namespace -EQ 'AmiTools' | Sort-Object FullName -Unique
    $inside = 'SnapshotAccess', 'ImageUse', 'UnknownSource', 'ScannedImage', 'CleanedImage', 'Problem', 'AmiLocalAccount' | ForEach-Object { [type]"AmiTools.$_" }
    $cases = @($written) + $inside | ForEach-Object { @{ Name = $_.Name; Type = $_ } }
    $widths = 80, 120, 200 | ForEach-Object { @{ Width = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
    $image = 'ami-0123456789abcdef0'
    $snapshot = 'snap-0123456789abcdef0'

    # An object of that type, its names as long as they may be. No constructor is asked, since each type has another one.
    function New-Sample([type] $Type, [string] $Property) {
        $value = [Nullable]::GetUnderlyingType($Type)
        if ($value) { return New-Sample $value $Property }
        if ($Type -eq [string]) {
            switch -regex ($Property) {
                'SnapshotId' { return $snapshot }
                'ImageId' { return $image }
                'AccountId|^Id$' { return '123456789012' }
                'Region' { return 'ap-southeast-1' }
                'Target' { return 'production-asia' }
                'Name$' { return 'web-server-for-customers-of-our-company-1' }
                '^State$' { return 'available' }
                'Version' { return '12.345.6789-feature-x' }
                'Secret' { return 'THE-SECRET' }
                default { return "$Property with a text of some length that has more than one line of eighty characters in it" }
            }
        }
        if ($Type -eq [bool]) { return $true }
        if ($Type -in [int], [decimal], [double]) { return 1234 -as $Type }
        if ($Type -eq [datetimeoffset]) { return [datetimeoffset]::UtcNow.AddHours(-76.01) }
        if ($Type -eq [timespan]) { return [timespan]::FromMinutes(12) }
        if ($Type -eq [uri]) { return [uri]'http://127.0.0.1:4566' }
        if ($Type -eq [AmiTools.UseState]) { return [AmiTools.UseState]::Used }
        if ($Type.IsEnum) { return [enum]::GetValues($Type)[0] }
        if ($Type.IsGenericType -and $Type.Name -like 'IReadOnlyList*') {
            $array = [array]::CreateInstance($Type.GenericTypeArguments[0], 2)
            0, 1 | ForEach-Object { $array[$_] = New-Sample $Type.GenericTypeArguments[0] ($Property -replace 's$') }
            return , $array
        }
        if ($Type.IsGenericType -and $Type.Name -like 'IReadOnlyDictionary*') {
            $dictionary = [Activator]::CreateInstance([Collections.Generic.Dictionary`2].MakeGenericType($Type.GenericTypeArguments))
            $dictionary.Add($snapshot, (New-Sample $Type.GenericTypeArguments[1] 'Value'))
            return , $dictionary
        }
        $sample = [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
        $Type.GetProperties() | Where-Object CanWrite | ForEach-Object { $_.SetValue($sample, (New-Sample $_.PropertyType $_.Name)) }
        $sample
    }

    # Lines without colours, to be counted in columns.
    function Get-Plain([string] $Text) { $Text -replace "`e\[[0-9;]*m" -split "`r?`n" }
}

Describe '<Name>' -ForEach $cases {
    BeforeAll { $sample = New-Sample $Type }

    It 'has a table and a list of its own' {
        $controls = (Get-FormatData $Type.FullName -PowerShellVersion $PSVersionTable.PSVersion).FormatViewDefinition.Control
        $controls | Where-Object { $_ -is [Management.Automation.TableControl] } | Should -Not -BeNullOrEmpty
        $controls | Where-Object { $_ -is [Management.Automation.ListControl] } | Should -Not -BeNullOrEmpty
    }

    It 'fits into <Width> columns with its ids whole, and shows no secret' -ForEach $widths {
        $table = $sample, $sample | Format-Table | Out-String -Width $Width
        $list = $sample | Format-List | Out-String -Width $Width
        foreach ($shown in $table, $list) {
            Get-Plain $shown | Where-Object Length -GT $Width | Should -BeNullOrEmpty
            $shown | Should -Not -Match 'THE-SECRET'
        }
        # A whole id stands in a line, whatever else was cut off.
        if ($Type.GetProperty('ImageId') -or $Name -in 'RemovedImage', 'CleanedImage', 'ReferenceCheck', 'ReferenceChange', 'AmiPair') {
            if ($Name -ne 'ImageUse') { (Get-Plain $table) -match $image | Should -Not -BeNullOrEmpty }
            (Get-Plain $list) -match $image | Should -Not -BeNullOrEmpty
        }
        if ($Name -eq 'SnapshotAccess') { (Get-Plain $table) -match $snapshot | Should -Not -BeNullOrEmpty }
        # An item of a list that failed would be empty.
        $empty = (Get-FormatData $Type.FullName).FormatViewDefinition.Control | Where-Object { $_ -is [Management.Automation.ListControl] } | ForEach-Object { $_.Entries[0].Items } |
            Where-Object { $_.DisplayEntry.ValueType -eq 'ScriptBlock' } | Where-Object { -not "$($sample | ForEach-Object ([scriptblock]::Create($_.DisplayEntry.Value)))" }
        $empty | ForEach-Object { $_.DisplayEntry.Value } | Should -BeNullOrEmpty
    }
}

Describe 'Looks' {
    It 'puts the images of a pair side by side' {
        $pair = New-Sample ([AmiTools.AmiPair])
        'dev', 'prod' | ForEach-Object { $i = 0 } { [AmiTools.Ami].GetProperty('Target').SetValue($pair.Members[$i++], $_) }
        [AmiTools.AmiPair].GetProperty('MissingTargets').SetValue($pair, [string[]]@())
        Get-Plain ($pair | Out-String -Width 80) | Where-Object { $_ -match "^dev=$image prod=$image web-server" } | Should -Not -BeNullOrEmpty
    }

    It 'shows ages in days and hours and sizes in GiB' {
        New-Sample ([AmiTools.Ami]) | Format-List | Out-String | Should -Match 'Age\s+: 3d 4h'
        New-Sample ([AmiTools.Ami]) | Format-Table | Out-String -Width 160 | Should -Match 'Age *\n[^\n]*\n[^\n]*3d 4h'
        New-Sample ([AmiTools.CleanupRow]) | Format-List | Out-String | Should -Match 'Size\s+: 1234 GiB'
    }

    It 'leaves ids whole that come after shorter ones' {
        $images = 1..3 | ForEach-Object { New-Sample ([AmiTools.Ami]) }
        0, 1 | ForEach-Object { [AmiTools.Ami].GetProperty('ImageId').SetValue($images[$_], 'ami-12345678') }
        # As when rows come one by one: the first ones decide on the columns.
        $shown = & { $images[0]; $images[1]; Start-Sleep -Milliseconds 400; $images[2] } | Out-String -Width 80
        (Get-Plain $shown) -match $image | Should -Not -BeNullOrEmpty
    }

    It 'groups a plan by what is decided' {
        $rows = 1..2 | ForEach-Object { New-Sample ([AmiTools.CleanupRow]) }
        [AmiTools.CleanupRow].GetProperty('Decision').SetValue($rows[1], [AmiTools.CleanupDecision]::Delete)
        $shown = $rows | Out-String -Width 120
        $shown | Should -Match 'Decision: Keep[\s\S]*ami-[\s\S]*Decision: Delete[\s\S]*ami-'
    }

    It 'colours states where the shell shows colours, and nowhere else' {
        $script = @"
Import-Module '$manifest'
`$image = [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject([AmiTools.Ami])
[AmiTools.Ami].GetProperty('State').SetValue(`$image, 'failed')
function Get-Cell { [bool]((`$image | Format-Table | Out-String) -match [regex]::Escape("`$([char]27)[31mfailed")) }
`$PSStyle.OutputRendering = 'Ansi'
Get-Cell
`$PSStyle.OutputRendering = 'PlainText'
Get-Cell
`$PSStyle.OutputRendering = 'Ansi'
`$env:NO_COLOR = '1'
Get-Cell
"@
        Invoke-Fresh $script | Should -Be 'True', 'False', 'False'
    }
}
