# What the documentation shows is what is printed: all of it is run again.
BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $shown = Join-Path (Split-Path $PSScriptRoot) 'docs/output'

    # What is another one in every run: ids, times, commits and pairs. Their lengths stay, so columns do too.
    function Get-Normal([string] $Path) {
        (Get-Content $Path -Raw) -replace '\b(ami|snap|vol)-[0-9a-f]{17}\b', '$1-#################' -replace '\b[0-9a-f]{40}\b', '#commit' -replace '\d{8}T\d{6}Z-[0-9a-f]{8}', '#pair' `
            -replace '\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?Z?', '#time' -replace '(?m)\b\d+m$', '#age' -replace '(?m)\b[0-9a-f]{7}$', '#commit' -replace '(?m)^(Age +: ).*', '$1#age'
    }
}

Describe 'docs/output' {
    It 'is what the main tasks print' -Tag Full {
        $now = Join-Path $TestDrive 'now'
        $null = New-Item $now -ItemType Directory
        Invoke-Fresh "& '$shown/screens.ps1' -Module '$manifest' -OutputPath '$now'"
        $names = (Get-ChildItem $now -Filter '*.txt').Name
        $names.Count | Should -BeGreaterThan 15
        (Get-ChildItem $shown -Filter '*.txt').Name | Should -Be $names
        foreach ($name in $names) { Get-Normal "$now/$name" | Should -Be (Get-Normal "$shown/$name") -Because "docs/output/$name is not what is printed now; if the change is meant, run ./build.sh screens" }
    }
}
