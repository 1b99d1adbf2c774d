using System.Management.Automation;

namespace AmiTools.Cmdlets.Cleanup;

/// <summary>
/// <para type="synopsis">Takes the pins off images, whoever set them.</para>
/// <para type="description">Removes the tag AmiTools:Pinned. A cleanup then judges the image by its use like any other. -WhatIf shows each pin.</para>
/// </summary>
[Cmdlet(VerbsSecurity.Unprotect, "Ami", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PinnedImage))]
public sealed class UnprotectAmiCommand : PinCmdlet
{
    private protected override PinRequest Complete(PinRequest request) => request with { Remove = true };
}
