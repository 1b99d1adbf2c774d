using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Images;

namespace AmiTools.Cmdlets.Images;

/// <summary>
/// <para type="synopsis">Finds images by name and version, in one target or all of them side by side.</para>
/// <para type="description">Only complete and available images are found, unless asked otherwise. A version that does not exist is an error that names what exists nearby; never is an older image given in silence.</para>
/// <para type="link">Get-PairedAmi</para>
/// <para type="link">Get-AmiUsage</para>
/// <para type="link">about_AmiTools</para>
/// </summary>
/// <example>
/// <para>The newest image in every target</para>
/// <code>Get-AmiByVersion web-server</code>
/// </example>
/// <example>
/// <para>The id of a version, for a script</para>
/// <code>$imageId = (Get-AmiByVersion web-server 1.0.2 -Target prod).ImageId</code>
/// <para>If there is no such version in prod, this is an error that names what is there; never another image.</para>
/// </example>
/// <example>
/// <para>Every version of a range, newest first</para>
/// <code>Get-AmiByVersion web-server '&gt;=1.0.1 &lt;2' -All -Target dev</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiByVersion")]
[OutputType(typeof(Ami))]
public sealed class GetAmiByVersionCommand : TargetCmdlet
{
    /// <summary>
    /// <para type="description">The image's name: its definition's.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// <para type="description">An exact version (2.0.57), a wildcard (2.0.*), a range (">=2.0 &lt;3") or latest, which is the default.</para>
    /// </summary>
    /// <value>latest</value>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string Version { get; set; } = "latest";

    /// <summary>
    /// <para type="description">Every match, newest first, instead of the best one of each target.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>
    /// <para type="description">Prereleases too.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludePrerelease { get; set; }

    /// <summary>
    /// <para type="description">Members of pairs that are not complete, and images that are not available, too.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeIncomplete { get; set; }

    /// <summary>
    /// <para type="description">Images that were not made by AmiTools, too: those with the tag version whose name begins with -Name. Register-AmiPair makes them a pair.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeUnregistered { get; set; }

    private protected override object? Subject => $"{Name} {Version}";

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var found = await new FindImages(Surroundings()).RunAsync(
            new()
            {
                Targets = Targets,
                Name = Name,
                Version = Version,
                All = All,
                IncludePrerelease = IncludePrerelease,
                IncludeIncomplete = IncludeIncomplete,
                IncludeUnregistered = IncludeUnregistered,
            }, pipe.Reporter, cancel).ConfigureAwait(false);
        foreach (var image in found) await pipe.WriteAsync(image).ConfigureAwait(false);
    }
}
