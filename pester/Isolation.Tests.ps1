BeforeDiscovery {
    $cases = foreach ($generation in 3, 4) {
        foreach ($when in 'before import', 'after import', 'after first use') { @{ Generation = $generation; When = $when } }
    }
}

BeforeAll {
    . $PSScriptRoot/Playground.ps1
    $root = Split-Path $PSScriptRoot
    foreach ($generation in 3, 4) {
        $log = dotnet build (Join-Path $PSScriptRoot 'foreign/Foreign.csproj') "-p:Generation=$generation" -v quiet --nologo
        if ($LASTEXITCODE -ne 0) { throw ($log -join "`n") }
    }
    Import-Module $manifest
    $folder = Join-Path $TestDrive 'roles'
    $null = New-Item $folder -ItemType Directory
    $cloud = Start-AmiLocalCloud -EnvironmentsPath $folder
    # Dev's keys assume prod's role: the session can only work if STS is really asked.
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
"@
}

AfterAll {
    $cloud | Stop-AmiLocalCloud
}

Describe 'Foreign assemblies in the session' {
    It 'of generation <Generation>, loaded <When>, do not meet ours, and a role is really assumed' -ForEach $cases {
        $foreign = Join-Path $PSScriptRoot "foreign/bin/$Generation"
        $load = "'AWSSDK.Core', 'AWSSDK.SecurityToken', 'YamlDotNet' | ForEach-Object { `$null = [Reflection.Assembly]::LoadFrom((Join-Path '$foreign' `"`$_.dll`")).GetTypes() }"
        $first = "Get-PairedAmi -EnvironmentsPath '$folder' -Verbose 4>&1 | ForEach-Object { `"`$_`" }"
        $lines = Invoke-Fresh @"
`$ErrorActionPreference = 'Stop'
$(if ($When -eq 'before import') { $load })
Import-Module '$manifest'
$(if ($When -eq 'after import') { $load })
$(if ($When -eq 'after first use') { "`$null = $first; $load" })
$first
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'AWSSDK.Core', 'YamlDotNet', 'AWSSDK.SecurityToken' } |
    ForEach-Object { "`$(`$_.GetName().Name) in `$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name)" }
"@
        ($lines -join "`n") | Should -Match 'arn:aws:sts::222222222222:assumed-role/AmiTools/'
        $lines | Should -Contain 'AWSSDK.Core in Default'
        $lines | Should -Contain 'AWSSDK.Core in AmiTools'
        $lines | Should -Contain 'YamlDotNet in Default'
        $lines | Should -Contain 'YamlDotNet in AmiTools'
    }
}
