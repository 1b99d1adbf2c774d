# Every example of the help, as it stands there, in the company of ExampleStage.ps1.
BeforeDiscovery {
    . $PSScriptRoot/Playground.ps1
    . $PSScriptRoot/ExampleStage.ps1
    Import-Module $manifest
    # What takes long: the real Packer, and processes of their own. One of each cmdlet but Stop-AmiLocalCloud stays.
    $long = 'Test-AmiDefinition 2', 'New-PairedAmi 2', 'New-PairedAmi 3', 'New-PairedAmi 4', 'Start-AmiLocalCloud 2', 'Stop-AmiLocalCloud 1', 'Stop-AmiLocalCloud 2'
    $examples = @(Get-Example | ForEach-Object { $_.IsLong = "$($_.Cmdlet) $($_.Number)" -in $long; $_ })
    $long = @($examples | Where-Object IsLong)
    $short = @($examples | Where-Object IsLong -NE $true)
}

BeforeAll {
    . $PSScriptRoot/Playground.ps1
    . $PSScriptRoot/ExampleStage.ps1
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    Start-Company $folder
    $ran = @{}
    # Cmdlet -> the types of the objects it has written, wherever in a pipeline it stood.
    $written = @{}
    (Get-Command -Module AmiTools).Name | ForEach-Object { $written[$_] = [Collections.Generic.HashSet[type]]::new() }

    # As somebody would type it there who has answered all questions beforehand.
    function Invoke-Example {
        param([string] $Cmdlet, [string] $Code)
        if ($Cmdlet -eq 'New-PairedAmi') { Save-Company $folder }
        Push-Location $folder
        try {
            $ErrorActionPreference = 'Stop'
            $ConfirmPreference = 'None'
            $WarningPreference = 'SilentlyContinue'
            # Each cmdlet keeps what it writes, also where the example formats it or throws it away.
            $PSDefaultParameterValues = @{}
            foreach ($name in $written.Keys) { $PSDefaultParameterValues["${name}:OutVariable"] = "+written-$name" }
            . ([scriptblock]::Create($Code)) 6>$null
            foreach ($name in $written.Keys) {
                foreach ($one in (Get-Variable "written-$name" -Scope 0 -ErrorAction Ignore).Value) { $null = $written[$name].Add($one.GetType()) }
            }
            Get-Variable -Scope 0 | Where-Object { $_.Value -is [AmiTools.AmiLocalCloud] -and $_.Value.ProcessId -ne $script:cloud.ProcessId } | ForEach-Object { Stop-AmiLocalCloud $_.Value.ProcessId }
        }
        finally { Pop-Location }
        $ran[$Cmdlet] = 1 + $ran[$Cmdlet]
    }

    # What was written and is not declared; the rest that is declared has to be what nobody wrote.
    function Assert-OutputType {
        param([string[]] $Unwritten)
        $rest = foreach ($name in $exampleOrder) {
            $declared = @((Get-Command $name).OutputType.Type | Where-Object { $_ -ne [void] })
            $others = $written[$name] | Where-Object { $type = $_; -not ($declared | Where-Object { $_.IsAssignableFrom($type) }) }
            $others | Should -BeNullOrEmpty -Because "$name declares $($declared -join ', ')"
            $declared | Where-Object { $type = $_; -not ($written[$name] | Where-Object { $type.IsAssignableFrom($_) }) } | ForEach-Object { "$name $($_.Name)" }
        }
        $rest | Sort-Object | Should -Be ($Unwritten | Sort-Object)
    }
}

AfterAll {
    Stop-Company
}

# One block: what a block makes on TestDrive goes with it.
Describe 'The examples' {
    It 'are there for every cmdlet, at least two of each' -TestCases @(@{ Examples = $examples; Short = $short; Long = $long; Order = $exampleOrder }) {
        $Order | Sort-Object | Should -Be ((Get-Command -Module AmiTools).Name | Sort-Object)
        foreach ($cmdlet in $Order) { @($Examples | Where-Object { $_.Cmdlet -eq $cmdlet }).Count | Should -BeGreaterOrEqual 2 -Because $cmdlet }
        $Short.Count + $Long.Count | Should -Be $Examples.Count
        # As the file has them, read by something else.
        $file = [xml](Get-Content (Join-Path (Split-Path $manifest) 'en-US/AmiTools.Cmdlets.dll-Help.xml') -Raw)
        @($file.GetElementsByTagName('command:example')).Count | Should -Be $Examples.Count
    }

    It '<Cmdlet> <Title>' -TestCases $short {
        Invoke-Example $Cmdlet $Code | Out-String | Out-Null
    }

    It 'have all been run' -TestCases @(@{ Short = $short }) {
        ($ran.Values | Measure-Object -Sum).Sum | Should -Be $Short.Count
    }

    It 'get from each cmdlet the types that it declares, and no others' {
        # Those need the real Packer, what is broken off, and -PassThru, which no example has.
        Assert-OutputType 'New-PairedAmi AmiPair', 'Repair-PairedAmi RepairedPair', 'Repair-PairedAmi RepairedReferences', 'Stop-AmiLocalCloud Process', 'Test-AmiDefinition Boolean'
    }

    It '<Cmdlet> <Title>' -Tag Full -TestCases $long {
        Invoke-Example $Cmdlet $Code | Out-String | Out-Null
    }

    It 'have all been run, those too that take long' -Tag Full -TestCases @(@{ Examples = $examples }) {
        ($ran.Values | Measure-Object -Sum).Sum | Should -Be $Examples.Count
    }

    It 'get the declared types from those too that take long' -Tag Full {
        Assert-OutputType 'Repair-PairedAmi RepairedPair', 'Repair-PairedAmi RepairedReferences', 'Stop-AmiLocalCloud Process'
    }
}
