# Dot-sourced: the company that the examples of the help are set in.
# Its definitions, environments, fleet, references and user data are as the examples name them; a crontab of its own
# stands before the machine's.

# The order in which the examples are run: some need what others have made.
$script:exampleOrder = @(
    'Get-AmiDefinition', 'Get-AmiParameter', 'Test-AmiDefinition', 'Get-AmiPolicy'
    'New-AmiUserData', 'Get-AmiUserDataSchema', 'Test-AmiUserData'
    'Get-AmiByVersion', 'Get-PairedAmi', 'Get-AmiUsage', 'Update-AmiLastUsed'
    'Get-AmiAccess', 'Grant-AmiAccess', 'Revoke-AmiAccess', 'Protect-Ami', 'Unprotect-Ami'
    'Get-AmiReference', 'Set-AmiReference', 'Undo-AmiReference', 'Test-AmiReference'
    'Register-AmiPair', 'Copy-AmiToTarget', 'New-PairedAmi', 'Repair-PairedAmi', 'Remove-PairedAmi'
    'Get-AmiCleanupPlan', 'Restore-Ami', 'Invoke-AmiCleanup'
    'Register-AmiSchedule', 'Get-AmiSchedule', 'Unregister-AmiSchedule'
    'Start-AmiLocalCloud', 'Stop-AmiLocalCloud'
)

# The examples of the help, in that order.
function Get-Example {
    foreach ($cmdlet in $exampleOrder) {
        $number = 0
        foreach ($example in (Get-Help $cmdlet -Examples).examples.example) {
            $number++
            @{ Cmdlet = $cmdlet; Number = $number; Title = $example.title; Code = $example.code }
        }
    }
}

# A call that no cmdlet makes, signed as EC2 wants it (Signature Version 4).
function Invoke-Ec2 {
    param([object] $Account, [string] $Action, [hashtable] $Arguments)
    $body = (@{ Action = $Action; Version = '2016-11-15' } + $Arguments).GetEnumerator() | ForEach-Object { "$($_.Key)=$([uri]::EscapeDataString($_.Value))" }
    $body = $body -join '&'
    $time = [datetime]::UtcNow.ToString('yyyyMMddTHHmmssZ')
    $scope = "$($time.Substring(0, 8))/$($cloud.Region)/ec2/aws4_request"
    $text = { param($Bytes) [Convert]::ToHexString($Bytes).ToLowerInvariant() }
    $hash = { param($Value) & $text ([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($Value))) }
    $sign = { param($Key, $Value) [Security.Cryptography.HMACSHA256]::HashData($Key, [Text.Encoding]::UTF8.GetBytes($Value)) }
    $where = $cloud.Url.Authority
    $type = 'application/x-www-form-urlencoded'
    $request = "POST`n/`n`ncontent-type:$type`nhost:$where`nx-amz-date:$time`n`ncontent-type;host;x-amz-date`n$(& $hash $body)"
    $key = [Text.Encoding]::UTF8.GetBytes('AWS4' + $Account.SecretAccessKey)
    foreach ($part in $scope.Split('/')) { $key = & $sign $key $part }
    $signature = & $text (& $sign $key "AWS4-HMAC-SHA256`n$time`n$scope`n$(& $hash $request)")
    $headers = @{ 'x-amz-date' = $time; Authorization = "AWS4-HMAC-SHA256 Credential=$($Account.AccessKeyId)/$scope, SignedHeaders=content-type;host;x-amz-date, Signature=$signature" }
    Invoke-RestMethod "$($cloud.Url.GetLeftPart('Authority'))/" -Method Post -ContentType $type -Headers $headers -SkipHeaderValidation -Body $body
}

function Save-Company {
    param([string] $Folder)
    $git = @('-C', $Folder, '-c', 'user.name=Tests', '-c', 'user.email=tests@localhost')
    git @git add --all
    git @git commit --quiet --allow-empty --message=Stage
}

function Start-Company {
    param([string] $Folder)
    $script:cloud = Start-Playground $Folder -ImageCount 24
    $where = @{ EnvironmentsPath = $Folder }
    foreach ($name in 'infra', 'user-data', 'playground') { $null = New-Item (Join-Path $Folder $name) -ItemType Directory }

    # Two versions in both targets, the older one in use.
    $pairs = foreach ($version in '1.0.1', '1.0.2') {
        Copy-AmiToTarget "web-server@$version" -Target prod @where
        Get-AmiByVersion web-server $version -Target dev @where
    }
    $old = $pairs | Where-Object Version -EQ 1.0.1
    foreach ($place in @{ dev = 'staging'; prod = 'production' }.GetEnumerator()) {
        Set-Content (Join-Path $Folder "infra/$($place.Value).tfvars") "ami = `"$(($old | Where-Object Target -EQ $place.Key).ImageId)`""
    }
    Add-Content (Join-Path $Folder 'environments.yaml') @(
        'environments:'
        '  - { name: staging, target: dev, references: [{ file: infra/staging.tfvars }] }'
        '  - { name: production, target: prod, references: [{ file: infra/production.tfvars }] }'
    )
    $inDev = ($old | Where-Object Target -EQ dev).ImageId
    $null = Invoke-Ec2 -Account $cloud.Accounts[0] -Action RunInstances -Arguments @{ ImageId = $inDev; MinCount = '1'; MaxCount = '1'; InstanceType = 't3.micro' }

    # User data in a file and in a launch template.
    New-AmiUserData production | Set-Content (Join-Path $Folder 'user-data/production.json')
    $null = Invoke-Ec2 -Account $cloud.Accounts[0] -Action CreateLaunchTemplate -Arguments @{ LaunchTemplateName = 'web-server'; 'LaunchTemplateData.ImageId' = $inDev; 'LaunchTemplateData.UserData' = (New-AmiUserData staging -AsBase64) }

    # Images from before AmiTools.
    foreach ($account in $cloud.Accounts) {
        $id = (Invoke-Ec2 -Account $account -Action CopyImage -Arguments @{ Name = 'legacy-web-3.1.0'; SourceImageId = 'ami-0ba5e000000000001'; SourceRegion = $cloud.Region }).CopyImageResponse.imageId
        $null = Invoke-Ec2 -Account $account -Action CreateTags -Arguments @{ 'ResourceId.1' = $id; 'Tag.1.Key' = 'version'; 'Tag.1.Value' = '3.1.0' }
    }

    # A scan of just now, and images in a stage of the cleanup.
    $null = Update-AmiLastUsed @where
    $null = Invoke-AmiCleanup gateway -KeepLatest 0 -OlderThanDays 0 -NeverUsedOlderThanDays 0 -Stage Deprecate -MaximumDeletionPercent 100 -Confirm:$false @where

    # No example touches the machine's own schedules, or the user's files.
    $bin = New-Item (Join-Path $Folder 'bin') -ItemType Directory
    New-Crontab $bin
    $script:before = @{ HOME = $env:HOME; PATH = $env:PATH }
    $env:HOME = (New-Item (Join-Path (Split-Path $Folder) 'home') -ItemType Directory).FullName
    $env:PATH = "$bin$([IO.Path]::PathSeparator)$env:PATH"
    Save-Company $Folder
}

function Stop-Company {
    $env:HOME = $before.HOME
    $env:PATH = $before.PATH
    $cloud | Stop-AmiLocalCloud
}
