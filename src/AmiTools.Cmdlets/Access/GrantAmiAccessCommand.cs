using System.Management.Automation;

namespace AmiTools.Cmdlets.Access;

/// <summary>
/// <para type="synopsis">Shares images, with their snapshots, with accounts, organizations and organizational units.</para>
/// <para type="description">Only what is missing is added; with -Exact, whoever is not named is taken away too. Everything is checked for all images before anything is changed: a snapshot that is encrypted with the account's default key can't be shared. Afterwards it is read back. If a call is refused, what had been changed is put back. -WhatIf shows exactly what would be added and taken away. An image never becomes public but by -Public, and that asks; where nobody can be asked, -Confirm:$false is the answer.</para>
/// <para type="link">Get-AmiAccess</para>
/// <para type="link">Revoke-AmiAccess</para>
/// <para type="link">Copy-AmiToTarget</para>
/// </summary>
/// <example>
/// <para>See what would be changed</para>
/// <code>Grant-AmiAccess web-server@1.0.2 -Account 333333333333 -WhatIf</code>
/// </example>
/// <example>
/// <para>Share a version with two accounts</para>
/// <code>Grant-AmiAccess web-server@1.0.2 -Account 333333333333, 444444444444</code>
/// <para>Image and snapshots of every target. Whoever had access before keeps it.</para>
/// </example>
/// <example>
/// <para>Let one account have access, and nobody else</para>
/// <code>Get-AmiByVersion web-server latest | Grant-AmiAccess -Account 333333333333 -Exact -PassThru</code>
/// </example>
[Cmdlet(VerbsSecurity.Grant, "AmiAccess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AmiAccess))]
public sealed class GrantAmiAccessCommand : AccessCmdlet
{
    /// <summary>
    /// <para type="description">Makes the list exactly this: whoever is not named loses access. With nobody named, the image is shared with nobody.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Exact { get; set; }

    /// <summary>
    /// <para type="description">Shares the images with everybody. Asks, whatever $ConfirmPreference is, unless -Confirm:$false is given.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Public { get; set; }

    private protected override AccessChange Change => Exact ? AccessChange.Exact : AccessChange.Grant;

    private protected override bool WantsPublic => Public;
}
