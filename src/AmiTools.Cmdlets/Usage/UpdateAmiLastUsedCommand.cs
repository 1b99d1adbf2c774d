using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.Schedules;
using AmiTools.Core.Usage;

namespace AmiTools.Cmdlets.Usage;

/// <summary>
/// <para type="synopsis">Scans what is in use, and tags the images: LastUsed on those in use, LastUsedRuntime on all that could be told for certain.</para>
/// <para type="description">Run it every 20 minutes. All members of a pair are tagged if one of them is used. An image gets no LastUsedRuntime while a required source is unknown for it; the scan then ends in an error after all the rest was tagged. Two scans of one environments file at once on one machine are refused. -WhatIf shows what would be tagged and writes nothing.</para>
/// <para type="link">Get-AmiUsage</para>
/// <para type="link">Invoke-AmiCleanup</para>
/// <para type="link">Register-AmiSchedule</para>
/// <para type="link">about_AmiTools_Cleanup</para>
/// </summary>
/// <example>
/// <para>See what would be tagged</para>
/// <code>(Update-AmiLastUsed -WhatIf).Images</code>
/// </example>
/// <example>
/// <para>Scan, and count what a list of your own names as used</para>
/// <code>Update-AmiLastUsed -Path infra/production.tfvars</code>
/// <para>The command of a job that runs every 20 minutes; Register-AmiSchedule registers one.</para>
/// </example>
[Cmdlet(VerbsData.Update, "AmiLastUsed", SupportsShouldProcess = true)]
[OutputType(typeof(ScanResult))]
public sealed class UpdateAmiLastUsedCommand : TargetCmdlet
{
    /// <summary>
    /// <para type="description">Files whose image ids count as in use: parameter files of a repository, or a list of what runs outside AWS.</para>
    /// </summary>
    [Parameter]
    public string[]? Path { get; set; }

    /// <summary>
    /// <para type="description">How many of the newest versions of each launch template are read. The default and the latest version always are.</para>
    /// </summary>
    /// <value>10</value>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int TemplateDepth { get; set; } = 10;

    /// <summary>
    /// <para type="description">Names of sources that may stay unknown in this run, such as spot-fleets. docs/usage-sources.md lists them; a name that is none is an error with the list. What only such a source would know of may then be deleted by a cleanup.</para>
    /// </summary>
    [Parameter]
    public string[]? OptionalSource { get; set; }

    private protected override object? Subject => null;

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var write = await pipe.ShouldProcessAsync("Tag the images of the fleet with LastUsed and LastUsedRuntime", "Tag the images of the fleet?", "Update-AmiLastUsed").ConfigureAwait(false);
        var request = new ScanRequest { Targets = Targets, WhatIf = !write, Options = new() { TemplateDepth = TemplateDepth, Files = [.. (Path ?? []).Select(FullPath)], Optional = OptionalSource ?? [] } };
        var surroundings = Surroundings();
        using var alone = write ? JobLock.Take("scan", request.Targets, surroundings) : null;
        var result = await new ScanLastUsed(surroundings).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false);
        await pipe.WriteAsync(result).ConfigureAwait(false);
        ScanText.ThrowIfIncomplete(result);
    }
}
