# Takes out what must be new on each instance. EC2Launch v2, which Amazon's images of Windows Server 2022 have.
$ErrorActionPreference = 'Stop'

# WinRM was for Packer alone. It can't be closed under Packer's own connection, so a task does it at the next start and
# then removes itself.
$close = @'
Get-NetFirewallRule -DisplayName 'WinRM over HTTPS' | Remove-NetFirewallRule
Set-Item WSMan:\localhost\Service\Auth\Basic $false
Get-ChildItem WSMan:\localhost\Listener | Remove-Item -Recurse -Force
Get-ChildItem Cert:\LocalMachine\My | Where-Object Subject -eq 'CN=packer' | Remove-Item
Unregister-ScheduledTask -TaskName CloseWinRM -Confirm:$false
'@
$encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($close))
$action = New-ScheduledTaskAction -Execute powershell.exe -Argument "-NoProfile -NonInteractive -EncodedCommand $encoded"
$trigger = New-ScheduledTaskTrigger -AtStartup
Register-ScheduledTask -TaskName CloseWinRM -Action $action -Trigger $trigger -User SYSTEM -RunLevel Highest | Out-Null

# A new password, a new name and user data again at the next start. Without --shutdown: Packer stops the instance itself.
$launch = Join-Path $env:ProgramFiles 'Amazon\EC2Launch\EC2Launch.exe'
& $launch reset --block
if ($LASTEXITCODE -ne 0) { throw "EC2Launch reset ended with exit code $LASTEXITCODE." }
& $launch sysprep --block
if ($LASTEXITCODE -ne 0) { throw "EC2Launch sysprep ended with exit code $LASTEXITCODE." }
