# What the main tasks print, really: run against a local cloud in a PowerShell of its own, and written to docs/output/*.txt.
# ./build.sh screens runs it after a build. README.md quotes these files: its blocks that begin with one of the commands are
# written anew, too.
[CmdletBinding()]
param([string] $Module, [string] $OutputPath = $PSScriptRoot)
$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
if (-not $Module) { $Module = Join-Path $root 'AmiTools.psd1' }

# One session: what a later task shows builds on the ones before it.
$tasks = [ordered]@{
    'parameters'      = 'Get-AmiParameter src/web-server | where DiffersBetweenTargets'
    'build'           = 'New-PairedAmi src/web-server -BuildNumber 57'
    'build-whatif'    = 'New-PairedAmi src/web-server -BuildNumber 58 -WhatIf'
    'find'            = 'Get-AmiByVersion web-server latest'
    'find-nothing'    = 'Get-AmiByVersion web-server 9.9.9'
    'pair'            = 'Get-PairedAmi web-server | Format-List'
    'scan'            = 'Update-AmiLastUsed -Path servers.txt'
    'usage'           = 'Get-AmiUsage -Name web-server -Path servers.txt'
    'reference'       = 'Get-AmiReference'
    'reference-test'  = 'Test-AmiReference'
    'reference-set'   = 'Set-AmiReference production 1.0.59'
    'reference-undo'  = 'Undo-AmiReference production'
    'plan'            = 'Get-AmiCleanupPlan -KeepLatest 1 -NeverUsedOlderThanDays 0 -OlderThanDays 0'
    'access'          = 'Grant-AmiAccess web-server@1.0.57 333333333333 -Target dev -PassThru'
    'copy-whatif'     = '$image | Copy-AmiToTarget -Target prod -WhatIf'
    'user-data'       = "New-AmiUserData -Environment production -Extra @{ volumeId = 'vol-0123456789abcdef0'; features = @{ logging = `$true } }"
    'remove-whatif'   = 'Remove-PairedAmi web-server 1.0.57 -WhatIf'
    'check'           = 'Test-AmiDefinition src/web-server | Format-List'
}
# What has happened when a task begins, and is not shown.
$before = @{
    'scan'        = {
        $images = Get-AmiByVersion web-server 1.0.57
        Set-Content servers.txt "server-1 runs $($images[1].ImageId)"
        $null = 58..60 | ForEach-Object { New-PairedAmi src/web-server -BuildNumber $_ }
    }
    'reference'   = {
        Set-Content staging.tfvars "ami = `"$((Get-AmiByVersion web-server 1.0.59 -Target dev).ImageId)`""
        Set-Content production.tfvars "ami = `"$($images[1].ImageId)`""
        Add-Content environments.yaml "environments:`n  - { name: staging, target: dev, references: [{ file: staging.tfvars }] }`n  - { name: production, target: prod, references: [{ file: production.tfvars }] }"
    }
    'copy-whatif' = {
        git -c user.name=You -c user.email=you@localhost commit --quiet --all --message=Environments
        $image = (New-PairedAmi src/web-server -BuildNumber 61 -Target dev).Members[0]
    }
    'check'       = { Add-Content src/web-server/conf/default.conf 'instance_typ = t3.micro' }
}

$folder = (New-Item (Join-Path ([IO.Path]::GetTempPath()) "amitools-screens-$PID") -ItemType Directory).FullName
try {
    Copy-Item (Join-Path $root 'examples/quickstart/*') $folder -Recurse
    $lines = @(
        "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; `$WarningPreference = 'SilentlyContinue'"
        "if (`$PSStyle) { `$PSStyle.OutputRendering = 'PlainText' }"
        "`$env:AWS_POLL_DELAY_SECONDS = '1'; `$env:CHECKPOINT_DISABLE = '1'"
        "Set-Location '$folder'; Import-Module '$Module'"
        "`$cloud = Start-AmiLocalCloud -EnvironmentsPath . -Account 111111111111=dev, 222222222222=prod"
        "Set-Content .gitignore `"runs/``nlocal-cloud.env*``n*.txt``n*.tfvars`""
        "git init --quiet --initial-branch=main; git add --all; git -c user.name=You -c user.email=you@localhost commit --quiet --message=Definitions"
        "try {"
    )
    foreach ($name in $tasks.Keys) {
        if ($before[$name]) { $lines += "$($before[$name])" }
        $lines += "'>>> $name'"
        $lines += "try { $($tasks[$name]) | Out-String -Width 100 } catch { `"`$(`$_.Exception.Message)`" }"
    }
    $lines += '} finally { $cloud | Stop-AmiLocalCloud }'
    $script = Join-Path $folder 'session.ps1'
    Set-Content $script $lines
    $said = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -ne 0) { throw "exit code ${LASTEXITCODE}: $($said -join "`n")" }
    $parts = ($said -join "`n").Replace("$folder/", '') -split '(?m)^>>> '
    foreach ($part in $parts | Select-Object -Skip 1) {
        $name, $text = $part -split "`n", 2
        $text = ($text.Trim("`n") -split "`n" | ForEach-Object TrimEnd) -join "`n"
        [IO.File]::WriteAllText((Join-Path $OutputPath "$name.txt"), "PS> $($tasks[$name])`n`n$text`n")
    }
}
finally {
    Remove-Item $folder -Recurse -Force
}

if ($OutputPath -eq $PSScriptRoot) {
    $readme = Join-Path $root 'README.md'
    $text = [IO.File]::ReadAllText($readme)
    foreach ($file in Get-ChildItem $OutputPath -Filter '*.txt') {
        $screen = [IO.File]::ReadAllText($file.FullName)
        $block = '(?ms)^```powershell\n' + [regex]::Escape(($screen -split "`n")[0]) + '\n.*?^```'
        $text = [regex]::Replace($text, $block, [Text.RegularExpressions.MatchEvaluator] { "``````powershell`n$screen``````" })
    }
    [IO.File]::WriteAllText($readme, $text)
}
