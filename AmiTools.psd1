@{
    RootModule           = 'bin/net8.0/AmiTools.Cmdlets.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d0a3a0e-3f5e-4a53-9a64-2f1b9a6f4c57'
    Author               = 'AmiTools authors'
    CompanyName          = 'AmiTools'
    Copyright            = 'Copyright the AmiTools authors. Apache-2.0.'
    Description          = 'Keeps the Amazon Machine Images of several AWS accounts the same, traceable and tidy.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('module/Format.ps1xml')
    CmdletsToExport      = @(
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
        'Start-AmiLocalCloud'
        'Stop-AmiLocalCloud'
        'Test-AmiDefinition'
        'Test-AmiUserData'
        'Unprotect-Ami'
        'Unregister-AmiSchedule'
        'Update-AmiLastUsed'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
