@{
    RootModule             = 'bin/AmiTools.Cmdlets.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '5d0a3a0e-3f5e-4a53-9a64-2f1b9a6f4c57'
    Author                 = 'AmiTools authors'
    CompanyName            = 'AmiTools'
    Copyright              = 'Copyright the AmiTools authors. Apache-2.0.'
    Description            = 'Keeps the Amazon Machine Images of several AWS accounts the same, traceable and tidy.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Desktop', 'Core')
    # For Windows PowerShell only.
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess         = @('module/AmiTools.Types.ps1xml')
    FormatsToProcess       = @(
        'module/Images.Format.ps1xml'
        'module/Access.Format.ps1xml'
        'module/Usage.Format.ps1xml'
        'module/Cleanup.Format.ps1xml'
        'module/References.Format.ps1xml'
        'module/Definitions.Format.ps1xml'
        'module/Repair.Format.ps1xml'
        'module/UserData.Format.ps1xml'
        'module/Operations.Format.ps1xml'
    )
    CmdletsToExport        = @(
        'Copy-AmiToTarget'
        'Get-AmiAccess'
        'Get-AmiByVersion'
        'Get-AmiCleanupPlan'
        'Get-AmiDefinition'
        'Get-AmiParameter'
        'Get-AmiPolicy'
        'Get-AmiReference'
        'Get-AmiSchedule'
        'Get-AmiUsage'
        'Get-AmiUserDataSchema'
        'Get-PairedAmi'
        'Grant-AmiAccess'
        'Invoke-AmiCleanup'
        'New-AmiUserData'
        'New-PairedAmi'
        'Protect-Ami'
        'Register-AmiPair'
        'Register-AmiSchedule'
        'Remove-PairedAmi'
        'Repair-PairedAmi'
        'Restore-Ami'
        'Revoke-AmiAccess'
        'Set-AmiReference'
        'Start-AmiLocalCloud'
        'Stop-AmiLocalCloud'
        'Test-AmiDefinition'
        'Test-AmiReference'
        'Test-AmiUserData'
        'Undo-AmiReference'
        'Unprotect-Ami'
        'Unregister-AmiSchedule'
        'Update-AmiLastUsed'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('AWS', 'EC2', 'AMI', 'Packer', 'Image', 'Account', 'Cleanup', 'TeamCity', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            # ./build.sh package writes this version's section of CHANGELOG.md here.
            ReleaseNotes = 'CHANGELOG.md'
        }
    }
}
