using System.Management.Automation;
using AmiTools.Cmdlets.Completion;

namespace AmiTools.Cmdlets.Pointers;

/// <summary>
/// <para type="synopsis">Rolls back: points environments at the version that they named before.</para>
/// <para type="description">The pins tell which that was and, where there are none, the history of the environments' parameters. A second time it goes forward again: the image that was left is then the one before.</para>
/// <para type="link">Set-AmiReference</para>
/// <para type="link">Test-AmiReference</para>
/// </summary>
/// <example>
/// <para>See what production would go back to</para>
/// <code>Undo-AmiReference production -WhatIf</code>
/// </example>
/// <example>
/// <para>Go back to the version before</para>
/// <code>Undo-AmiReference production</code>
/// </example>
[Cmdlet(VerbsCommon.Undo, "AmiReference", SupportsShouldProcess = true)]
[OutputType(typeof(ReferenceChange))]
public sealed class UndoAmiReferenceCommand : ReferenceChangeCmdlet
{
    /// <summary>
    /// <para type="description">The version to go back to. Without it, the one before.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? Version { get; set; }

    private protected override SetReferenceRequest Complete(SetReferenceRequest request) => request with { Version = Version, IncludePrerelease = true };
}
