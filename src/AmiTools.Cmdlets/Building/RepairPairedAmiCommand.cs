using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.Repair;

namespace AmiTools.Cmdlets.Building;

/// <summary>
/// <para type="synopsis">Finishes or undoes paired builds and changes of references whose process has died.</para>
/// <para type="description">Looks for journals of runs in run folders on this machine and in the targets' Parameter Store. A run that had built all its images is finished: every member is marked complete. Any other is undone, with everything it made; only what its own tags, name and time confirm is deleted. A run that may still be alive is left alone. A change of references (Set-AmiReference, Undo-AmiReference) that broke off beside the environments file is put back, or finished if all was changed, unless a run was asked for. -WhatIf shows what was found and what would be done.</para>
/// <para type="link">New-PairedAmi</para>
/// <para type="link">Copy-AmiToTarget</para>
/// <para type="link">Set-AmiReference</para>
/// <para type="link">about_AmiTools_TeamCity</para>
/// </summary>
/// <example>
/// <para>See what was broken off, and what would be done</para>
/// <code>Repair-PairedAmi -WhatIf</code>
/// </example>
/// <example>
/// <para>Repair everything, and keep what became of it</para>
/// <code>Repair-PairedAmi | Select-Object Name, Version, Outcome, Message | Export-Csv repaired.csv</code>
/// <para>As a step of a build that also runs when the build was stopped, and once an hour on a schedule.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Repair, "PairedAmi", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RepairedPair), typeof(RepairedReferences))]
public sealed class RepairPairedAmiCommand : EnvironmentCmdlet
{
    /// <summary>
    /// <para type="description">A run folder, its journal, or a folder below which run folders are looked for. Without it, the current location.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "RunFolder")]
    public string? Path { get; set; }

    /// <summary>
    /// <para type="description">Ids of pairs. Without it, every run that is found. With it, a run that is still alive is an error, and changes of references are left alone.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? PairId { get; set; }

    /// <summary>
    /// <para type="description">How long the undo of one run may take. From a second to 7 days; 10 minutes by default.</para>
    /// </summary>
    /// <value>00:10:00</value>
    [Parameter]
    [ValidateDuration]
    public TimeSpan UndoTimeout { get; set; } = TimeSpan.FromMinutes(10);

    private protected override object? Subject => Path;

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var surroundings = Surroundings();
        var request = new RepairRequest { Targets = Targets, Path = string.IsNullOrEmpty(Path) ? null : FullPath(Path!), PairIds = PairId ?? [], UndoTimeout = UndoTimeout };
        var survey = await new PlanRepair(surroundings).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false);
        if (PlanRepair.FoundNothing(survey)) pipe.Reporter.Verbose("There is nothing to repair.");
        var results = new List<RepairedPair>();
        foreach (var run in survey.Runs)
        {
            cancel.ThrowIfCancellationRequested();
            var text = PlanText.Describe(run);
            if (!await pipe.ShouldProcessAsync(text, text + "?", "Repair-PairedAmi").ConfigureAwait(false)) continue;
            var result = await new RepairRuns(surroundings).RunAsync(request, run, pipe.Reporter, cancel).ConfigureAwait(false);
            results.Add(result);
            if (result.Outcome is RepairOutcome.LeftAlone or RepairOutcome.Watched) pipe.Reporter.Warning($"{run.Name} {run.Version} (pair {run.PairId}): {result.Message}.");
            await pipe.WriteAsync(result).ConfigureAwait(false);
        }
        var references = survey.References is { } change ? await RepairReferencesAsync(pipe, request, change, cancel).ConfigureAwait(false) : null;
        foreach (var folder in survey.TemporaryFolders)
        {
            var text = $"Remove the temporary folder {folder}, whose process has ended";
            if (await pipe.ShouldProcessAsync(text, text + "?", "Repair-PairedAmi").ConfigureAwait(false)) RepairRuns.RemoveTemporaryFolder(folder);
        }
        if (RepairRuns.Failure(request, results, surroundings.WorkingDirectory, references, survey.Unread) is { } failure) throw failure;
    }

    private async Task<RepairedReferences?> RepairReferencesAsync(Pipe pipe, RepairRequest request, ReferenceRepairPlan change, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var text = PlanText.Describe(change);
        if (!await pipe.ShouldProcessAsync(text, text + "?", "Repair-PairedAmi").ConfigureAwait(false)) return null;
        var result = await new RepairReferences(Surroundings()).RunAsync(request, change, pipe.Reporter, cancel).ConfigureAwait(false);
        if (result.Outcome == RepairOutcome.LeftAlone) pipe.Reporter.Warning($"The change of references of {result.EnvironmentsFile}: {result.Message}.");
        await pipe.WriteAsync(result).ConfigureAwait(false);
        return result;
    }
}
