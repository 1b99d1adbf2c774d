using System.Management.Automation;

namespace AmiTools.Cmdlets.Access;

/// <summary>
/// <para type="synopsis">Takes accounts, organizations and organizational units the access to images and their snapshots.</para>
/// <para type="description">The image first, then its snapshots; then it is read back. An account that also has access through an organization, an organizational unit or a public image keeps it: a warning says so, since EC2 answers with success. -WhatIf shows exactly what would be taken away.</para>
/// </summary>
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
