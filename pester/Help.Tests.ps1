# Help as a real PowerShell finds and shows it.
BeforeDiscovery {
    $topics = 'about_AmiTools', 'about_AmiTools_Cleanup', 'about_AmiTools_Credentials', 'about_AmiTools_Definitions', 'about_AmiTools_TeamCity' | ForEach-Object { @{ Topic = $_ } }
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
    $cmdlets = (Get-Command -Module AmiTools).Name | ForEach-Object { @{ Cmdlet = $_ } }
}

BeforeAll {
    $root = Split-Path $PSScriptRoot
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
    function Get-Text { param($Paragraphs) ($Paragraphs | ForEach-Object Text | Where-Object { $_ }) -join "`n" }
    # What PowerShell gives to every cmdlet is told by about_CommonParameters.
    $common = [Management.Automation.Cmdlet]::CommonParameters
}

Describe 'Get-Help <Cmdlet>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help $Cmdlet -Full
        $command = Get-Command $Cmdlet
    }

    It 'has synopsis, description, outputs' {
        $help.Synopsis | Should -Match '^\w.{15,}[^ ]$'
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$Cmdlet ["))
        Get-Text $help.description | Should -Not -BeNullOrEmpty
        $help.returnValues.returnValue.type.name | Should -Be (@($command.OutputType.Name) -replace 'System.Void', 'None')
    }

    # One comparison for all parameters: there are hundreds.
    It 'tells of every parameter what PowerShell knows, and the default that the code has' {
        $fresh = $command.ImplementingType::new()
        $known = foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common) {
            $sets = @($parameter.ParameterSets.Values)
            $position = @($sets.Position | Where-Object { $_ -ge 0 }) + 'named'
            $piped = @(if ($sets.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' }; if ($sets.ValueFromPipeline -contains $true) { 'ByValue' }) -join ', '
            $value = if ($parameter.Name -in 'WhatIf', 'Confirm') { $false } else { $fresh.($parameter.Name) }
            $default = if ($value -is [array] -or "$value" -eq '') { 'None' } else { [string]::Format([cultureinfo]::InvariantCulture, '{0}', $value) }
            '{0} required={1} position={2} piped={3} aliases={4} default={5}' -f $parameter.Name, (@($sets | Where-Object { -not $_.IsMandatory }).Count -eq 0),
            $position[0], $(if ($piped) { "True ($piped)" } else { 'False' }), $(if ($parameter.Aliases) { $parameter.Aliases -join ', ' } else { 'none' }), $default
        }
        $told = foreach ($text in $help.parameters.parameter | Where-Object { $_ }) {
            '{0} required={1} position={2} piped={3} aliases={4} default={5}' -f $text.name, $text.required, $text.position, $text.pipelineInput, $text.aliases, $text.defaultValue
        }
        $told | Sort-Object | Should -Be ($known | Sort-Object)
    }

    It 'tells what each parameter is for' {
        @($help.parameters.parameter | Where-Object { $_ -and -not (Get-Text $_.description) }).name | Should -BeNullOrEmpty
    }

    It 'has a line of syntax for every parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
    }
}

Describe 'Get-Help' {
    It 'tells of one parameter' {
        $text = Get-Help Get-PairedAmi -Parameter Name | Out-String
        $text | Should -Match '(?m)^-Name <string\[\]>\r?$'
        $text | Should -Match 'wildcards \* and \?'
        $text | Should -Match 'Accept pipeline input\?\s+True \(ByPropertyName, ByValue\)'
        $text | Should -Match 'Accept wildcard characters\?\s+true'
    }

    It 'shows examples with a title, the code and what there is to say' {
        $text = Get-Help New-PairedAmi -Examples | Out-String
        $text | Should -Match '(?m)^\s+-- Example 2: Build a version in every target --\r?$'
        $text | Should -Match '(?m)^\s+New-PairedAmi src/web-server -BuildNumber 57\r?$'
        $text | Should -Match 'the pair is 1\.0\.57'
    }

    It 'leads on to other cmdlets' {
        (Get-Help Set-AmiReference).relatedLinks.navigationLink.linkText | Should -Contain 'Undo-AmiReference'
    }
}

Describe 'Get-Help <Topic>' -ForEach $topics {
    It 'shows the page of docs/about' {
        $help = Get-Help $Topic
        $help.Name | Should -Be $Topic
        $help.Category | Should -Be 'HelpFile'
        $text = $help | Out-String
        $text | Should -Match "TOPIC\r?\n    $Topic\r?\n\r?\nSHORT DESCRIPTION\r?\n    \w"
        $text -split "`r?`n" | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        # Word by word, but for what is Markdown's.
        $page = Get-Content (Join-Path $root "docs/about/$Topic.md") -Raw
        $words = { param($Value) ($Value -replace '\]\([^)]*\)' -replace '[^A-Za-z0-9]+', ' ').ToUpperInvariant().Trim() -split ' ' }
        $shown = & $words $text
        $missing = & $words ($page -replace '```\w*') | Where-Object { $_ -notin $shown }
        $missing | Should -BeNullOrEmpty
    }

    It 'names only cmdlets and parameters that there are' {
        $page = Get-Content (Join-Path $root "docs/about/$Topic.md") -Raw
        $blocks = [regex]::Matches($page, '(?s)```powershell\n(.+?)```').ForEach({ $_.Groups[1].Value })
        $words = [regex]::Matches($page, '(?m)`([A-Z][a-z]+-[A-Z][^`\n]*)`').ForEach({ $_.Groups[1].Value })
        $calls = foreach ($code in @($blocks) + @($words)) {
            $faults = $null
            $tree = [Management.Automation.Language.Parser]::ParseInput($code, [ref]$null, [ref]$faults)
            $faults | Should -BeNullOrEmpty -Because $code
            $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        }
        @($calls).Count | Should -BeGreaterThan 0
        foreach ($call in $calls) {
            $command = Get-Command $call.GetCommandName() -ErrorAction Stop
            foreach ($given in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) { $command.Parameters.Keys | Should -Contain $given.ParameterName -Because "$call" }
        }
    }
}
