using System.Management.Automation;

namespace AmiTools.Cmdlets.Cleanup;

/// <summary>
/// <para type="synopsis">Takes the pins off images, whoever set them.</para>
/// <para type="description">Removes the tag AmiTools:Pinned. A cleanup then judges the image by its use like any other. -WhatIf shows each pin.</para>
/// <para type="link">Protect-Ami</para>
/// <para type="link">Get-AmiCleanupPlan</para>
/// </summary>
/// <example>
/// <para>See which pins would be taken off</para>
/// <code>Get-AmiByVersion web-server 1.0.* -All | Unprotect-Ami -WhatIf</code>
/// </example>
/// <example>
/// <para>Take the pins off a version</para>
/// <code>Unprotect-Ami web-server@1.0.1 -PassThru</code>
/// </example>
[Cmdlet(VerbsSecurity.Unprotect, "Ami", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PinnedImage))]
public sealed class UnprotectAmiCommand : PinCmdlet
{
    private protected override PinRequest Complete(PinRequest request) => request with { Remove = true };
}
