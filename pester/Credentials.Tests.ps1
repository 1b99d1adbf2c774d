BeforeAll {
    . $PSScriptRoot/Playground.ps1
    . $PSScriptRoot/Identity.ps1
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'company'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-AmiLocalCloud -EnvironmentsPath $folder
    $one, $two = $cloud.Accounts
    $service = Start-IdentityService $one.AccessKeyId $one.SecretAccessKey
    $userHome = Join-Path $TestDrive 'home'
    $cache = New-Item (Join-Path $userHome '.aws/sso/cache') -ItemType Directory
    $start = 'https://company.awsapps.com/start'
    $helper = Join-Path $TestDrive 'helper.sh'
    Set-Content $helper "#!/bin/sh`necho '{`"Version`": 1, `"AccessKeyId`": `"$($two.AccessKeyId)`", `"SecretAccessKey`": `"$($two.SecretAccessKey)`"}'"
    chmod +x $helper
    Set-Content (Join-Path $userHome '.aws/config') @"
[profile keys]
aws_access_key_id=$($one.AccessKeyId)
aws_secret_access_key=$($one.SecretAccessKey)
region=eu-west-1
[profile helper]
credential_process = "$helper"
region=eu-west-1
[profile role]
role_arn=arn:aws:iam::222222222222:role/AmiTools
source_profile=keys
[profile mfa]
role_arn=arn:aws:iam::222222222222:role/AmiTools
source_profile=keys
mfa_serial=arn:aws:iam::111111111111:mfa/anna
region=eu-west-1
[profile web]
role_arn=arn:aws:iam::222222222222:role/AmiTools
web_identity_token_file=$TestDrive/token
region=eu-west-1
[profile sso-old]
sso_start_url=$start
sso_region=eu-west-1
sso_account_id=111111111111
sso_role_name=Builder
region=eu-west-1
[profile sso-new]
sso_session=work
sso_account_id=111111111111
sso_role_name=Builder
region=eu-west-1
[profile sso-late]
sso_session=late
sso_account_id=111111111111
sso_role_name=Builder
region=eu-west-1
[profile sso-refused]
sso_session=work
sso_account_id=222222222222
sso_role_name=Refused
region=eu-west-1
[profile sso-missing]
sso_session=work
sso_account_id=333333333333
sso_role_name=Missing
region=eu-west-1
[sso-session work]
sso_start_url=$start
sso_region=eu-west-1
[sso-session late]
sso_start_url=$start
sso_region=eu-west-1
"@
    Set-Content (Join-Path $TestDrive 'token') 'header.payload.signature'
    foreach ($name in $start, 'work', 'late') {
        $file = [Convert]::ToHexString([Security.Cryptography.SHA1]::HashData([Text.Encoding]::UTF8.GetBytes($name))).ToLowerInvariant()
        $until = [datetime]::UtcNow.AddHours($(if ($name -eq 'late') { -1 } else { 1 })).ToString('yyyy-MM-ddTHH:mm:ssZ')
        Set-Content (Join-Path $cache "$file.json") (ConvertTo-Json @{ startUrl = $start; region = 'eu-west-1'; accessToken = 'good-token'; expiresAt = $until })
    }

    # A session without any credentials but those that a test gives it; each line that it writes is one of the result.
    function Invoke-Alone {
        param([string] $Script, [hashtable] $Variables = @{})
        $clean = 'Get-ChildItem env: | Where-Object Name -match "AWS_" | Remove-Item'
        $all = @{ HOME = $userHome; AWS_EC2_METADATA_DISABLED = 'true'; AWS_ENDPOINT_URL_SSO = $service.Url; AWS_ENDPOINT_URL_SSO_OIDC = $service.Url }
        foreach ($name in $Variables.Keys) { $all[$name] = $Variables[$name] }
        $set = ($all.GetEnumerator() | ForEach-Object { "`$env:$($_.Key) = '$($_.Value)'" }) -join '; '
        @(Invoke-Fresh "$clean; $set; `$ErrorActionPreference = 'Stop'; Set-Location '$TestDrive'; Import-Module '$manifest'; `$at = @{ EndpointUrl = '$($cloud.Url)' }; $Script")
    }

    $who = 'Get-PairedAmi @at -Verbose 4>&1 | ForEach-Object { "$_" }'
}

AfterAll {
    Stop-IdentityService $service
    $cloud | Stop-AmiLocalCloud
}

Describe 'Profiles' {
    It 'with keys, a program, a role, web identity and SSO are used, and the verbose stream tells who that is, where from and in which Region' {
        $lines = @(Invoke-Alone @"
foreach (`$profile in 'keys', 'helper', 'role', 'web', 'sso-old', 'sso-new') { Get-PairedAmi @at -ProfileName `$profile -Verbose 4>&1 | ForEach-Object { "`$_" } }
"@)
        $lines | Should -Be @(
            'keys: arn:aws:iam::111111111111:user/dev (profile keys) in eu-west-1'
            'helper: arn:aws:iam::222222222222:user/prod (credential_process of profile helper) in eu-west-1'
            'role: arn:aws:sts::222222222222:assumed-role/AmiTools/AmiTools (role arn:aws:iam::222222222222:role/AmiTools through profile role) in eu-west-1'
            'web: arn:aws:sts::222222222222:assumed-role/AmiTools/AmiTools (web identity of profile web) in eu-west-1'
            'sso-old: arn:aws:iam::111111111111:user/dev (SSO profile sso-old) in eu-west-1'
            'sso-new: arn:aws:iam::111111111111:user/dev (SSO profile sso-new) in eu-west-1'
        )
    }

    It 'whose session has expired, whose role is refused, whose portal is away or whose device nobody can read are an error that says what to do' {
        $lines = @(Invoke-Alone @'
try { Get-PairedAmi @at -ProfileName sso-late } catch { "$($_.CategoryInfo.Category): $_" }
try { Get-PairedAmi @at -ProfileName mfa } catch { "$($_.CategoryInfo.Category): $_" }
try { Get-PairedAmi @at -ProfileName sso-refused } catch { "$($_.CategoryInfo.Category): $_" }
try { Get-PairedAmi @at -ProfileName sso-missing } catch { "$($_.CategoryInfo.Category): $_" }
$env:AWS_ENDPOINT_URL_SSO = 'http://127.0.0.1:9'
try { Get-PairedAmi @at -ProfileName sso-new } catch { "$($_.CategoryInfo.Category): $_" }
'@)
        $lines[0] | Should -Match "AuthenticationError: .*the SSO session of profile 'sso-late' has expired or was never started; run: aws sso login --profile sso-late"
        $lines[1] | Should -Match "AuthenticationError: .*profile 'mfa' needs the code of the MFA device arn:aws:iam::111111111111:mfa/anna, and nobody can be asked here"
        $lines[2] | Should -Match "PermissionDenied: .*SSO gives profile 'sso-refused' no credentials for the role 'Refused' of the account 222222222222: No access\. Its sso_account_id and sso_role_name have to be assigned to you"
        $lines[3] | Should -Match "ObjectNotFound: .*SSO gives profile 'sso-missing' no credentials for the role 'Missing' of the account 333333333333: The specified resource doesn't exist"
        $lines[4] | Should -Match "ConnectionError: .*the SSO portal of profile 'sso-new' can't be reached"
    }

    It 'with an MFA device ask once where somebody sits' {
        $lines = @(Invoke-Alone @"
Add-Type -Path '$PSScriptRoot/InteractiveHost.cs'
`$typist = [InteractiveHost]::new('123456')
`$space = [runspacefactory]::CreateRunspace(`$typist)
`$space.Open()
foreach (`$n in 1, 2) {
    `$shell = [powershell]::Create()
    `$shell.Runspace = `$space
    `$null = `$shell.AddScript("Import-Module '$manifest'; Get-PairedAmi -ProfileName mfa -EndpointUrl '$($cloud.Url)' -Verbose").Invoke()
    "`$(`$shell.Streams.Error)`$(`$shell.Streams.Verbose)"
}
"asked `$(`$typist.Asked): `$(`$typist.Shown)"
"@)
        $lines[0] | Should -Match 'mfa: arn:aws:sts::222222222222:assumed-role/AmiTools/AmiTools'
        $lines[1] | Should -Be $lines[0]
        $lines[2] | Should -Be "asked 1: Code of the MFA device arn:aws:iam::111111111111:mfa/anna, for the role arn:aws:iam::222222222222:role/AmiTools of profile 'mfa': "
        $sent = (Invoke-RestMethod "$($cloud.Url)_cloud/calls") | Where-Object { $_.parameters.TokenCode }
        $sent.parameters.TokenCode | Should -Be '123456'
        $sent.parameters.SerialNumber | Should -Be 'arn:aws:iam::111111111111:mfa/anna'
    }
}

Describe 'Roles of the machine' {
    It 'are asked for without keeping a stop waiting, also where the service says nothing' {
        $lines = @(Invoke-Alone @"
`$silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
`$silent.Start()
`$env:AWS_EC2_METADATA_SERVICE_ENDPOINT = "http://127.0.0.1:`$(`$silent.LocalEndpoint.Port)"
`$shell = [powershell]::Create()
`$null = `$shell.AddScript("Import-Module '$manifest'; Get-PairedAmi -Region eu-west-1")
`$running = `$shell.BeginInvoke()
# The first connection is the probe, which is answered, the second the question.
1..2 | ForEach-Object {
    while (-not `$silent.Pending()) { if (`$running.IsCompleted) { throw `$shell.Streams.Error[0] }; Start-Sleep -Milliseconds 10 }
    `$taken = `$silent.AcceptTcpClient()
    if (`$_ -eq 1) { `$taken.GetStream().Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK``r``nContent-Length: 5``r``nConnection: close``r``n``r``ntoken")) }
}
`$clock = [Diagnostics.Stopwatch]::StartNew()
`$shell.Stop()
"`$(`$shell.InvocationStateInfo.State)"
`$clock.Elapsed.TotalSeconds
"@ @{ AWS_EC2_METADATA_DISABLED = '' })
        $lines[0] | Should -Be 'Stopped'
        # Ten seconds is what the silence itself would take.
        [double] $lines[1] | Should -BeLessThan 5
    }

    It 'whose service answers the probe and nothing after it are given up after ten seconds' -Tag Full {
        $lines = @(Invoke-Alone @"
`$silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
`$silent.Start()
`$env:AWS_EC2_METADATA_SERVICE_ENDPOINT = "http://127.0.0.1:`$(`$silent.LocalEndpoint.Port)"
`$shell = [powershell]::Create()
`$null = `$shell.AddScript("Import-Module '$manifest'; try { Get-PairedAmi -Region eu-west-1 } catch { ```"```$_```" }")
`$running = `$shell.BeginInvoke()
`$taken = `$silent.AcceptTcpClient()
`$taken.GetStream().Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK``r``nContent-Length: 5``r``nConnection: close``r``n``r``ntoken"))
`$shell.EndInvoke(`$running)
"@ @{ AWS_EC2_METADATA_DISABLED = '' })
        $lines[0] | Should -Match "the instance's metadata service at http://127\.0\.0\.1:\d+ does not answer within 10 seconds\. Give the instance a role"
    }

    It 'whose service takes the connection and says nothing are an error that says so, within a second or so' {
        $lines = @(Invoke-Alone @'
$silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
$silent.Start()
$env:AWS_EC2_METADATA_SERVICE_ENDPOINT = "http://127.0.0.1:$($silent.LocalEndpoint.Port)"
$clock = [Diagnostics.Stopwatch]::StartNew()
try { Get-PairedAmi -Region eu-west-1 } catch { "$($_.CategoryInfo.Category): $_" }
$clock.Elapsed.TotalSeconds
'@ @{ AWS_EC2_METADATA_DISABLED = '' })
        $lines[0] | Should -Match "AuthenticationError: .*the instance's metadata service at http://127\.0\.0\.1:\d+ takes the connection and does not answer within a second\. Give the instance a role"
        [double] $lines[1] | Should -BeLessThan 6
    }

    It 'are those of the instance or the container; without a network it is known soon that there is none' {
        $lines = @(Invoke-Alone @'
Get-PairedAmi @at -Region eu-west-1 -Verbose 4>&1 | ForEach-Object { "$_" }
$env:AWS_CONTAINER_CREDENTIALS_FULL_URI = $env:AWS_EC2_METADATA_SERVICE_ENDPOINT + '/container'
Get-PairedAmi @at -Region eu-west-1 -Verbose 4>&1 | ForEach-Object { "$_" }
$env:AWS_CONTAINER_CREDENTIALS_FULL_URI = $null
# Nobody is there (RFC 5737).
$env:AWS_EC2_METADATA_SERVICE_ENDPOINT = 'http://192.0.2.1'
$clock = [Diagnostics.Stopwatch]::StartNew()
try { Get-PairedAmi @at -Region eu-west-1 } catch { "$_" }
$clock.Elapsed.TotalSeconds
'@ @{ AWS_EC2_METADATA_DISABLED = ''; AWS_EC2_METADATA_SERVICE_ENDPOINT = $service.Url })
        $lines[0] | Should -Be 'direct: arn:aws:iam::111111111111:user/dev (instance role) in eu-west-1'
        $service.Calls | Should -Contain 'PUT /latest/api/token'
        $lines[1] | Should -Be 'direct: arn:aws:iam::111111111111:user/dev (container role) in eu-west-1'
        $lines[2] | Should -Match "none in the environment \(AWS_ACCESS_KEY_ID\), no profile 'default', no web identity, no role of a container or instance"
        # The probe takes a second; a busy machine takes some more.
        [double] $lines[3] | Should -BeLessThan 10
    }
}

Describe 'The session of AWS Tools for PowerShell' {
    BeforeAll {
        $foreign = Join-Path $PSScriptRoot 'foreign'

        function Assert-Session {
            param([int] $Generation)
            if (-not (Test-Path (Join-Path $foreign "bin/$Generation/AWSSDK.Core.dll"))) {
                $log = dotnet build (Join-Path $foreign 'Foreign.csproj') "-p:Generation=$Generation" -v quiet --nologo
                if ($LASTEXITCODE -ne 0) { throw ($log -join "`n") }
            }
            $core = Join-Path $foreign "bin/$Generation/AWSSDK.Core.dll"
            $lines = @(Invoke-Alone @"
`$null = [Reflection.Assembly]::LoadFrom('$core')
Add-Type -Path '$foreign/SessionCredentials.cs' -ReferencedAssemblies '$core', netstandard, System.Runtime -IgnoreWarnings -WarningAction Ignore
`$env:RENEWED_ID = '$($one.AccessKeyId)'; `$env:RENEWED_SECRET = '$($one.SecretAccessKey)'
`$StoredAWSCredentials = [Amazon.PowerShell.Common.AWSPSCredentials]::new([RenewedCredentials]::new())
`$StoredAWSRegion = 'eu-west-1'
$who
`$env:RENEWED_ID = '$($two.AccessKeyId)'; `$env:RENEWED_SECRET = '$($two.SecretAccessKey)'
$who
Get-PairedAmi @at -Credential ([RenewedCredentials]::new()) -Verbose 4>&1 | ForEach-Object { "`$_" }
`$StoredAWSRegion = 'us-east-1'
Get-PairedAmi @at -ProfileName keys -Verbose 4>&1 | ForEach-Object { "`$_" }
`$env:RENEWED_ID = `$null
try { Get-PairedAmi @at } catch { "`$_" }
"`$(@(Get-Module).Name)"
"@)
            $lines[0] | Should -Be 'direct: arn:aws:iam::111111111111:user/dev ($StoredAWSCredentials) in eu-west-1'
            $lines[1] | Should -Be 'direct: arn:aws:iam::222222222222:user/prod ($StoredAWSCredentials) in eu-west-1'
            $lines[2] | Should -Be 'direct: arn:aws:iam::222222222222:user/prod (-Credential) in eu-west-1'
            # What is named wins, and so does a profile's own Region.
            $lines[3] | Should -Be 'keys: arn:aws:iam::111111111111:user/dev (profile keys) in eu-west-1'
            $lines[4] | Should -Match '\$StoredAWSCredentials gives no credentials: The login has expired \('
            $lines[5] | Should -Not -Match 'AWS\.Tools|AWSPowerShell'
        }
    }

    It 'gives its credentials and Region, renewed in its middle, to what names none' {
        Assert-Session 4
    }

    It 'of an older generation does so too' -Tag Full {
        Assert-Session 3
    }

    It 'is used for targets of an environments file that name no credentials, and not for others' {
        $mixed = New-Item (Join-Path $TestDrive 'mixed') -ItemType Directory
        $endpoint = $cloud.Url.GetLeftPart('Authority')
        Set-Content (Join-Path $mixed 'environments.yaml') "targets:`n  - name: own`n    endpoint: $endpoint`n    credentials: { profile: helper }`n  - name: none`n    endpoint: $endpoint"
        $lines = @(Invoke-Alone @"
`$StoredAWSCredentials = [pscredential]::new('$($one.AccessKeyId)', (ConvertTo-SecureString '$($one.SecretAccessKey)' -AsPlainText -Force))
`$StoredAWSRegion = 'eu-west-1'
Get-PairedAmi -EnvironmentsPath '$mixed' -Verbose 4>&1 | ForEach-Object { "`$_" } | Sort-Object
"@)
        $lines | Should -Be @(
            'none: arn:aws:iam::111111111111:user/dev ($StoredAWSCredentials) in eu-west-1'
            'own: arn:aws:iam::222222222222:user/prod (credential_process of profile helper) in eu-west-1'
        )
    }
}
