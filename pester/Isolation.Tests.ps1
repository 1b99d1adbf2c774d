BeforeDiscovery {
    $cases = foreach ($generation in 3, 4) {
        foreach ($when in 'before import', 'after import', 'after first use') { @{ Generation = $generation; When = $when } }
    }
}

BeforeAll {
    . $PSScriptRoot/Playground.ps1
    foreach ($generation in 3, 4) {
        $log = dotnet build (Join-Path $PSScriptRoot 'foreign/Foreign.csproj') "-p:Generation=$generation" -v quiet --nologo
        if ($LASTEXITCODE -ne 0) { throw ($log -join "`n") }
    }
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'roles'
    $null = New-Item $folder, "$TestDrive/home/.aws/sso/cache" -ItemType Directory
    $cloud = Start-AmiLocalCloud -EnvironmentsPath $folder
    # Dev's keys assume prod's role: the session can only work if STS is really asked. The other one can only work if SSO is.
    Set-Content (Join-Path $folder 'environments.yaml') @"
targets:
  - name: prod
    account: "222222222222"
    region: eu-west-1
    endpoint: $($cloud.Url.GetLeftPart('Authority'))
    credentials:
      environmentPrefix: DEV
      roles:
        - roleArn: arn:aws:iam::222222222222:role/AmiTools
  - name: dev
    account: "111111111111"
    region: eu-west-1
    endpoint: $($cloud.Url.GetLeftPart('Authority'))
    credentials: { profile: company }
"@
    Set-Content "$TestDrive/home/.aws/config" @'
[profile company]
sso_session = work
sso_account_id = 111111111111
sso_role_name = Builder
region = eu-west-1
[sso-session work]
sso_region = eu-west-1
sso_start_url = https://company.awsapps.com/start
'@
    # Where the SDK keeps the token of a session: under the SHA-1 of its name.
    $session = [Convert]::ToHexString([Security.Cryptography.SHA1]::HashData([Text.Encoding]::UTF8.GetBytes('work'))).ToLowerInvariant()
    @{ accessToken = 'token'; expiresAt = '2099-01-01T00:00:00Z'; region = 'eu-west-1'; startUrl = 'https://company.awsapps.com/start' } | ConvertTo-Json | Set-Content "$TestDrive/home/.aws/sso/cache/$session.json"

    # SSO's portal: gives dev's keys to whoever comes with the token.
    function Get-Portal([string] $Address) {
        @"
`$portal = [Net.HttpListener]::new()
`$portal.Prefixes.Add('$Address/')
`$portal.Start()
`$null = Start-ThreadJob -ArgumentList `$portal {
    param(`$portal)
    while (`$portal.IsListening) {
        `$call = `$portal.GetContext()
        `$asked = `$call.Request.Headers['x-amz-sso_bearer_token'] -eq 'token' -and `$call.Request.Url.AbsolutePath -eq '/federation/credentials'
        if (-not `$asked) { `$call.Response.StatusCode = 401; `$call.Response.Close(); continue }
        `$keys = @{ accessKeyId = `$env:DEV_AWS_ACCESS_KEY_ID; secretAccessKey = `$env:DEV_AWS_SECRET_ACCESS_KEY; sessionToken = 'session'; expiration = 4070908800000 }
        `$call.Response.Close([Text.Encoding]::UTF8.GetBytes((@{ roleCredentials = `$keys } | ConvertTo-Json)), `$true)
    }
}
"@
    }
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'Foreign assemblies in the session' {
    It 'of generation <Generation>, loaded <When>, do not meet ours, and STS and SSO are really asked' -ForEach $cases {
        $foreign = Join-Path $PSScriptRoot "foreign/bin/$Generation"
        $names = 'AWSSDK.Core', 'AWSSDK.SecurityToken', 'YamlDotNet' + $(if ($Generation -eq 4) { 'AWSSDK.SSO', 'AWSSDK.SSOOIDC' })
        $load = "$(($names | ForEach-Object { "'$_'" }) -join ', ') | ForEach-Object { `$null = [Reflection.Assembly]::LoadFrom((Join-Path '$foreign' `"`$_.dll`")).GetTypes() }"
        $first = "Get-PairedAmi -EnvironmentsPath '$folder' -Verbose 4>&1 | ForEach-Object { `"`$_`" }"
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $address = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
        $listener.Stop()
        $lines = Invoke-Fresh @"
`$ErrorActionPreference = 'Stop'
`$env:HOME = '$TestDrive/home'
`$env:AWS_ENDPOINT_URL_SSO = '$address'
$(Get-Portal $address)
try {
$(if ($When -eq 'before import') { $load })
Import-Module '$manifest'
$(if ($When -eq 'after import') { $load })
$(if ($When -eq 'after first use') { "`$null = $first; $load" })
$first
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -match '^(AWSSDK|YamlDotNet)' } |
    ForEach-Object { "`$(`$_.GetName().Name) in `$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name)" }
}
finally { `$portal.Stop() }
"@
        ($lines -join "`n") | Should -Match 'prod: arn:aws:sts::222222222222:assumed-role/AmiTools/'
        ($lines -join "`n") | Should -Match 'dev: arn:aws:iam::111111111111:user/dev \(SSO profile company\)'
        foreach ($name in $names) {
            $lines | Should -Contain "$name in Default"
            $lines | Should -Contain "$name in AmiTools"
        }
    }
}
