BeforeAll {
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
}

Describe 'Get-AmiPolicy' {
    It 'gives a policy for every cmdlet of the module that asks AWS' {
        $policy = Get-AmiPolicy * | ConvertFrom-Json
        $policy.Version | Should -Be '2012-10-17'
        $policy.Statement.Count | Should -BeGreaterThan 5
        $policy.Statement.Effect | Sort-Object -Unique | Should -Be 'Allow'
    }

    It 'explains each action' {
        $explained = Get-AmiPolicy Update-AmiLastUsed -Explain
        $explained | Should -BeOfType AmiTools.AmiPermission
        ($explained | Where-Object Action -eq 'ec2:CreateTags').TagKeys | Should -Be 'LastUsed', 'LastUsedRuntime'
        ($explained | Format-Table | Out-String -Width 160) | Should -Match 'Update-AmiLastUsed\s+ec2:CreateTags\s+writes the two tags of a scan'
    }

    It 'says what is no cmdlet, and what asks nothing' {
        { Get-AmiPolicy Get-AmiUsag } | Should -Throw "There is no cmdlet 'Get-AmiUsag' in AmiTools. Did you mean 'Get-AmiUsage'?"
        { Get-AmiPolicy Get-AmiSchedule } | Should -Throw 'Get-AmiSchedule asks nothing of AWS; no policy is needed.'
        { Get-AmiPolicy Get-AmiUsage -Partition azure } | Should -Throw '*Partition*'
    }
}
