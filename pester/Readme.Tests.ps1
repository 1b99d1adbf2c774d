# What the README shows of cmdlets is what docs/output/screens.ps1 has written, whole.
BeforeDiscovery {
    $root = Split-Path $PSScriptRoot
    $readme = (Get-Content (Join-Path $root 'README.md') -Raw) -replace "`r"
    $quoted = [regex]::Matches($readme, '(?ms)^```powershell\n(PS> .+?)\n```') | ForEach-Object { @{ Text = $_.Groups[1].Value; Command = ($_.Groups[1].Value -split "`n")[0] } }
}

Describe 'The README' {
    It 'shows output of cmdlets' -TestCases @{ Quoted = $quoted } {
        $Quoted.Count | Should -BeGreaterThan 7
    }

    It 'shows what <Command> printed' -TestCases $quoted {
        $all = Get-ChildItem (Join-Path (Split-Path $PSScriptRoot) 'docs/output') -Filter *.txt | ForEach-Object { (Get-Content $_ -Raw) -replace "`r" }
        $all.TrimEnd() | Should -Contain $Text.TrimEnd()
    }
}
