using System.Management.Automation;

namespace AmiTools.Cmdlets.Access;

/// <summary>
/// <para type="synopsis">Takes accounts, organizations and organizational units the access to images and their snapshots.</para>
/// <para type="description">The image first, then its snapshots; then it is read back. An account that also has access through an organization, an organizational unit or a public image keeps it: a warning says so, since EC2 answers with success. -WhatIf shows exactly what would be taken away.</para>
/// <para type="link">Get-AmiAccess</para>
/// <para type="link">Grant-AmiAccess</para>
/// </summary>
/// <example>
/// <para>Take an account the access to a version</para>
/// <code>Revoke-AmiAccess web-server@1.0.2 -Account 333333333333 -PassThru</code>
/// </example>
/// <example>
/// <para>Take it the access to all versions</para>
/// <code>Get-AmiByVersion web-server 1.0.* -All | Revoke-AmiAccess -Account 444444444444</code>
/// <para>Images that are not shared with the account are left as they are.</para>
/// </example>
[Cmdlet(VerbsSecurity.Revoke, "AmiAccess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AmiAccess))]
public sealed class RevokeAmiAccessCommand : AccessCmdlet
{
    /// <summary>
    /// <para type="description">Makes a public image, and its snapshots, no longer public.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Public { get; set; }

    private protected override AccessChange Change => AccessChange.Revoke;

    private protected override bool WantsPublic => Public;
}
