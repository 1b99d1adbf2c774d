# Dot-sourced by tests. All of them import the module by $manifest: that of the package, or where none is named, the checkout's.
$manifest = if ($env:AMITOOLS_TESTED_MODULE) { $env:AMITOOLS_TESTED_MODULE } else { Join-Path (Split-Path $PSScriptRoot) 'AmiTools.psd1' }

# A local cloud, and a git repository with the example's definition that builds in it.
function Start-Playground {
    param([string] $Folder, [int] $ImageCount)
    $root = Split-Path $PSScriptRoot
    Copy-Item (Join-Path $root 'examples/quickstart/*') $Folder -Recurse -Force
    # Packer looks for what it waits for every second instead of every two.
    $env:AWS_POLL_DELAY_SECONDS = '1'
    $cloud = Start-AmiLocalCloud -EnvironmentsPath $Folder -ImageCount $ImageCount
    Set-Content (Join-Path $Folder '.gitignore') "runs/`nlocal-cloud.env*"
    $git = @('-C', $Folder, '-c', 'user.name=Tests', '-c', 'user.email=tests@localhost')
    git @git init --quiet --initial-branch=main
    git @git add --all
    git @git commit --quiet --message=Definitions
    $cloud
}

# A crontab of its own, in the home folder: no test touches the machine's.
function New-Crontab {
    param([string] $Bin)
    Set-Content "$Bin/crontab" @'
#!/bin/sh
case "$1" in
  -l) [ -f "$HOME/crontab" ] || { echo "no crontab for tester" >&2; exit 1; }; cat "$HOME/crontab" ;;
  *) cp "$1" "$HOME/crontab" ;;
esac
'@
    chmod +x "$Bin/crontab"
}

function Get-Leftover {
    param([uri] $Url)
    $all = Invoke-RestMethod "$($Url.GetLeftPart('Authority'))/_cloud/leftovers"
    @($all.PSObject.Properties | ForEach-Object { $_.Value })
}

# A PowerShell of its own that builds in a playground, killed when there is an instance.
function Stop-BuildInTheMiddle {
    param([string] $Folder, [object] $Cloud, [int] $Number)
    $script = Join-Path $TestDrive "build-$Number.ps1"
    Set-Content $script "Import-Module '$manifest'; New-PairedAmi '$Folder/src/web-server' -BuildNumber $Number -EnvironmentsPath '$Folder'"
    $build = Start-Process (Get-Process -Id $PID).Path -ArgumentList '-NoProfile', '-NonInteractive', '-File', $script -PassThru -RedirectStandardOutput "$TestDrive/out" -RedirectStandardError "$TestDrive/err"
    $limit = [datetime]::UtcNow.AddSeconds(60)
    while (-not (Get-Leftover $Cloud.Url | Where-Object { $_ -match ' instance ' })) {
        if ([datetime]::UtcNow -gt $limit -or $build.HasExited) { throw "No instance came: $(Get-Content "$TestDrive/out", "$TestDrive/err")" }
        Start-Sleep -Milliseconds 50
    }
    $build.Kill()
    $build.WaitForExit()
}

# Runs a script in a PowerShell of its own and returns what it wrote; throws with its errors when it failed.
function Invoke-Fresh {
    param([string] $Script)
    $file = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid().ToString('N')).ps1"
    Set-Content $file $Script
    try {
        $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $file 2>&1
        if ($LASTEXITCODE -ne 0) { throw "exit code ${LASTEXITCODE}: $($output -join "`n")" }
        $output
    }
    finally {
        Remove-Item $file
    }
}
