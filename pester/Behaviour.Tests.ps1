BeforeAll {
    . $PSScriptRoot/Playground.ps1
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    # Made-up images in dev: web-server, worker and base-linux, in turn.
    $cloud = Start-AmiLocalCloud -EnvironmentsPath $folder -ImageCount 12
    $dev = @{ EnvironmentsPath = $folder; Target = 'dev' }
    $script:image = Get-AmiByVersion web-server @dev
    $import = "Import-Module '$manifest'; `$dev = @{ EnvironmentsPath = '$folder'; Target = 'dev' }"

    function Add-Fault {
        param([hashtable] $Fault)
        $null = Invoke-RestMethod "$($cloud.Url.GetLeftPart('Authority'))/_cloud/faults" -Method Post -Body ($Fault | ConvertTo-Json -AsArray) -ContentType application/json
    }

    # Runs a script in this process and gives all its streams.
    function Invoke-Inside {
        param([string] $Script)
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("$import; $Script")
            $failure = $null
            try { $output = $shell.Invoke() } catch { $failure = $_.Exception.InnerException }
            [pscustomobject]@{ Output = $output; Failure = $failure; Errors = @($shell.Streams.Error); Progress = @($shell.Streams.Progress); Verbose = @($shell.Streams.Verbose) }
        }
        finally {
            $shell.Dispose()
        }
    }
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'A parameter that takes an image' {
    It 'of <_> takes ids, name@version, our images, pairs, and objects of other modules' -ForEach 'Get-AmiAccess', 'Get-AmiUsage', 'Grant-AmiAccess', 'Revoke-AmiAccess', 'Protect-Ami', 'Unprotect-Ami', 'Restore-Ami', 'Copy-AmiToTarget' {
        $name = $_
        $more = @{}
        if ($name -in 'Grant-AmiAccess', 'Revoke-AmiAccess') { $more.Account = '333333333333' }
        if ($name -eq 'Protect-Ami') { $more.Reason = 'tests' }
        if ((Get-Command $name).Parameters.ContainsKey('WhatIf')) { $more.WhatIf = $true }
        $where = if ($name -eq 'Copy-AmiToTarget') { @{ EnvironmentsPath = $folder; Target = 'prod' } } else { $dev }
        # As Get-EC2Image of AWS Tools for PowerShell gives them: with many properties, and no Target.
        $foreign = [pscustomobject] @{ ImageId = $image.ImageId; Name = $image.ImageName; State = 'available'; Architecture = 'x86_64'; Tags = @() }
        $given = @($image.ImageId, $image, $foreign)
        if ($name -ne 'Get-AmiUsage') { $given += "web-server@$($image.Version)" }
        if ($name -ne 'Copy-AmiToTarget') { $given += Get-PairedAmi web-server $image.Version -IncludeIncomplete @dev }
        $parameter = if ($name -eq 'Get-AmiUsage') { 'ImageId' } else { 'Image' }
        foreach ($one in $given) { $one | & $name @more @where -ErrorAction Stop | Out-Null }
        $all = @{ $parameter = $image.ImageId, $foreign }
        & $name @all @more @where -ErrorAction Stop | Out-Null
        { [pscustomobject] @{ Name = 'x' } | & $name @more @where -ErrorAction Stop } | Should -Throw '*no image: expected an id*'
    }

    It 'works on the image in its own target, also where only the location tells which those are' {
        $lines = Invoke-Fresh "Set-Location '$folder'; Import-Module '$manifest'; (Get-AmiByVersion web-server -Target dev | Get-AmiAccess).ImageId"
        $lines | Should -Be $image.ImageId
    }

    It 'is not copied to the target where it is, only because nobody said where to' {
        { $image | Copy-AmiToTarget -EnvironmentsPath $folder -WhatIf -ErrorAction Stop } | Should -Throw '*No target is named to copy*'
    }

    It 'takes what other parameters need by property name too' {
        $record = [pscustomobject] @{ Name = 'web-server'; Version = $image.Version; EnvironmentsPath = $folder; Target = 'dev' }
        ($record | Get-AmiByVersion).ImageId | Should -Be $image.ImageId
        # Each record by itself: two accounts in one pipeline.
        $records = foreach ($account in $cloud.Accounts) { [pscustomobject] @{ AccessKey = $account.AccessKeyId; SecretKey = $account.SecretAccessKey; Region = 'eu-west-1' } }
        $said = $records | Get-PairedAmi -EndpointUrl $cloud.Url -IncludeIncomplete -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        @($said)[0] | Should -Match '111111111111'
        @($said)[1] | Should -Match '222222222222'
    }
}

Describe '-WhatIf -PassThru' {
    It 'of Grant-AmiAccess writes who would have access, and changes nothing' {
        $would = Grant-AmiAccess $image 333333333333 -WhatIf -PassThru @dev
        $would | Should -BeOfType AmiTools.AmiAccess
        $would.Accounts | Should -Be @('333333333333')
        $would.Snapshots[0].Accounts | Should -Be @('333333333333')
        (Get-AmiAccess $image @dev).Accounts | Should -BeNullOrEmpty
    }

    It 'of Protect-Ami writes the pin that would be, and sets none' {
        $would = Protect-Ami $image -Reason 'tests' -WhatIf -PassThru @dev
        "$($would.Pinned)" | Should -Match 'tests'
        (Unprotect-Ami $image -WhatIf -PassThru @dev).PinnedBefore | Should -BeNullOrEmpty
    }

    It 'of Remove-PairedAmi writes what would go, and deletes nothing' {
        $would = Remove-PairedAmi worker 1.0.0 -WhatIf -PassThru @dev
        $would | Should -BeOfType AmiTools.RemovedImage
        $would.Image.ImageId | Should -Be (Get-AmiByVersion worker 1.0.0 @dev).ImageId
    }

    It 'is inherited from $WhatIfPreference' {
        $seen = Invoke-Inside '$WhatIfPreference = $true; Remove-PairedAmi worker 1.0.0 -PassThru @dev'
        $seen.Output.Count | Should -Be 1
        Get-AmiByVersion worker 1.0.0 @dev | Should -Not -BeNullOrEmpty
    }
}

Describe 'Errors' {
    It 'have an id, a category, a target and a recommended action' {
        $failure = { Get-AmiByVersion web-server 9.9.9 @dev } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -Be 'ImageNotFound,AmiTools.Cmdlets.Images.GetAmiByVersionCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be 'web-server 9.9.9'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $failure.ErrorDetails.Message | Should -Be $failure.Exception.Message
    }

    It 'of AWS have the category of their code: <Code> is <Category>' -ForEach @(
        @{ Code = 'UnauthorizedOperation'; Category = 'PermissionDenied'; Advice = 'Get-AmiPolicy Get-AmiByVersion' }
        @{ Code = 'OptInRequired'; Category = 'PermissionDenied'; Advice = 'Get-AmiPolicy' }
        @{ Code = 'InvalidParameterValue'; Category = 'InvalidArgument'; Advice = 'Get-Help Get-AmiByVersion' }
        @{ Code = 'ResourceLimitExceeded'; Category = 'LimitsExceeded'; Advice = 'quota' }
    ) {
        Add-Fault @{ action = 'DescribeImages'; code = $Code; message = 'planned'; count = 1 }
        $failure = { Get-AmiByVersion web-server @dev } | Should -Throw -PassThru
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.ErrorDetails.RecommendedAction | Should -Match $Advice
        "$failure" | Should -Match "planned.*$Code"
    }

    It 'of one thing end the pipeline, whatever the preference, and are caught' {
        $seen = Invoke-Inside '$ErrorActionPreference = "Continue"; try { Get-AmiByVersion web-server 9.9.9 @dev } catch { "caught $($_.CategoryInfo.Category)" }'
        $seen.Output | Should -Be 'caught ObjectNotFound'
    }

    It 'of many are each written, the rest goes on, and a summary ends it' {
        $failure = { $script:found = @('nothing-a', 'worker', 'nothing-b' | Get-AmiByVersion @dev -ErrorVariable script:each -ErrorAction SilentlyContinue) } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'SomeFailed,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidResult'
        "$failure" | Should -BeLike '2 of 3 failed*'
        @($each | Where-Object { $_.FullyQualifiedErrorId -like 'ImageNotFound*' }).TargetObject | Should -Be 'nothing-a latest', 'nothing-b latest'
        $seen = Invoke-Inside '"nothing-a", "worker", "nothing-b" | Get-AmiByVersion @dev'
        $seen.Output.Name | Should -Be 'worker'
        @($seen.Errors | Where-Object { $_.FullyQualifiedErrorId -like 'ImageNotFound,*' }).Count | Should -Be 2
        $seen.Errors[-1].FullyQualifiedErrorId | Should -BeLike 'SomeFailed,*'
    }

    It 'of many end it at the first under -ErrorAction Stop and $ErrorActionPreference' {
        (Invoke-Inside '"nothing-a", "worker" | Get-AmiByVersion @dev -ErrorAction Stop').Failure.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'ImageNotFound,*'
        (Invoke-Inside '$ErrorActionPreference = "Stop"; "nothing-a", "worker" | Get-AmiByVersion @dev').Failure.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'ImageNotFound,*'
    }
}

Describe 'Progress' {
    It 'tells percent, and ends' {
        $seen = Invoke-Inside 'Remove-PairedAmi base-linux 1.0.0 @dev -Confirm:$false'
        $seen.Errors | Should -BeNullOrEmpty
        $seen.Progress.Count | Should -BeGreaterThan 1
        $seen.Progress[0].Activity | Should -Be 'Removing base-linux 1.0.0'
        $seen.Progress[0].PercentComplete | Should -Be 0
        $seen.Progress[-1].RecordType | Should -Be 'Completed'
    }

    It 'ends also when the work fails' {
        # The first is the dry run, which would refuse it before anything is begun.
        Add-Fault @{ action = 'ModifyImageAttribute'; call = 2; code = 'UnauthorizedOperation'; message = 'planned'; count = 1 }
        $seen = Invoke-Inside "Grant-AmiAccess $($image.ImageId) 333333333333 @dev"
        $seen.Errors.Count | Should -Be 1
        $open = @($seen.Progress | Group-Object ActivityId | Where-Object { $_.Group[-1].RecordType -ne 'Completed' })
        $seen.Progress.Count | Should -BeGreaterThan 1
        $open.Count | Should -Be 0
    }

    It 'is silent under TeamCity' {
        $env:TEAMCITY_VERSION = '2026.1'
        try {
            (Invoke-Inside "Grant-AmiAccess $($image.ImageId) 333333333333 @dev").Progress.Count | Should -Be 0
        }
        finally {
            Remove-Item env:TEAMCITY_VERSION
            Revoke-AmiAccess $image 333333333333 @dev
        }
    }
}

Describe 'Every cmdlet' {
    It 'has an approved verb and says what it writes' {
        $approved = (Get-Verb).Verb
        foreach ($command in Get-Command -Module AmiTools) {
            $approved | Should -Contain $command.Verb
            $command.OutputType | Should -Not -BeNullOrEmpty -Because $command.Name
        }
    }
}
