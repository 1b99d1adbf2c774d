using System.Management.Automation;
using AmiTools.Cmdlets.Completion;

namespace AmiTools.Cmdlets.Pointers;

/// <summary>
/// <para type="synopsis">Promotes: points all files and parameters of environments at one version.</para>
/// <para type="description">The image has to be there, complete and available in each environment's target. It is pinned, so that no cleanup takes it, and so is the one before. Files and parameters change all or none; in a file only the bytes of the ids change.</para>
/// <para type="link">Get-AmiReference</para>
/// <para type="link">Test-AmiReference</para>
/// <para type="link">Undo-AmiReference</para>
/// </summary>
/// <example>
/// <para>See which files and parameters would change</para>
/// <code>Set-AmiReference staging, production -Version 1.0.2 -Name web-server -WhatIf</code>
/// </example>
/// <example>
/// <para>Promote a version to staging</para>
/// <code>Set-AmiReference staging -Version 1.0.2</code>
/// </example>
/// <example>
/// <para>Promote what staging has to production</para>
/// <code>
/// $version = (Get-AmiReference staging)[0].Version
/// Set-AmiReference production -Version $version
/// </code>
/// </example>
[Cmdlet(VerbsCommon.Set, "AmiReference", SupportsShouldProcess = true)]
[OutputType(typeof(ReferenceChange))]
public sealed class SetAmiReferenceCommand : ReferenceChangeCmdlet
{
    /// <summary>
    /// <para type="description">The version; a wildcard, a range or latest, if it means the same one in all targets.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string Version { get; set; } = "";

    /// <summary>
    /// <para type="description">Copies the image to a target that does not have it, from one that has, as Copy-AmiToTarget does; -Version then has to be exact.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter CopyIfMissing { get; set; }

    /// <summary>
    /// <para type="description">Allows a prerelease.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludePrerelease { get; set; }

    private protected override SetReferenceRequest Complete(SetReferenceRequest request) => request with { Version = Version, CopyIfMissing = CopyIfMissing, IncludePrerelease = IncludePrerelease };
}
