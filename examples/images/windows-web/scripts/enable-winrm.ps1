<powershell>
# User data of the instance that Packer builds on: WinRM over HTTPS, and nothing else of WinRM.
$ErrorActionPreference = 'Stop'

Enable-PSRemoting -Force -SkipNetworkProfileCheck
Get-ChildItem WSMan:\localhost\Listener | Remove-Item -Recurse -Force

$certificate = New-SelfSignedCertificate -CertStoreLocation Cert:\LocalMachine\My -DnsName packer
New-Item -Path WSMan:\localhost\Listener -Transport HTTPS -Address * -CertificateThumbPrint $certificate.Thumbprint -Force

# Packer sends the administrator's password; the connection is encrypted.
Set-Item WSMan:\localhost\Service\Auth\Basic $true
Set-Item WSMan:\localhost\Service\AllowUnencrypted $false
Set-Item WSMan:\localhost\MaxTimeoutms 1800000
Set-Item WSMan:\localhost\Shell\MaxMemoryPerShellMB 1024

New-NetFirewallRule -DisplayName 'WinRM over HTTPS' -Direction Inbound -Protocol TCP -LocalPort 5986 -Action Allow
Set-Service WinRM -StartupType Automatic
Restart-Service WinRM
</powershell>
