using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core;
using AmiTools.Core.Cleanup;
using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Schedules;

namespace AmiTools.Cmdlets.Cleanup;

/// <summary>
/// <para type="synopsis">Deletes the images that nobody needs any more, with their snapshots.</para>
/// <para type="description">Judges every image as Get-AmiCleanupPlan does, asks, and deletes what nothing keeps. Before each batch everything is read and judged again, and what has come into use meanwhile stays. A plan can be piped in, or given by -PlanPath: then only its rows go, by its own limits. Breakers stop a run before its first deletion. -WhatIf writes the plan. Two cleanups of one environments file at once on one machine are refused.</para>
/// <para type="link">Get-AmiCleanupPlan</para>
/// <para type="link">Restore-Ami</para>
/// <para type="link">Protect-Ami</para>
/// <para type="link">Register-AmiSchedule</para>
/// <para type="link">about_AmiTools_Cleanup</para>
/// </summary>
/// <example>
/// <para>See what would be deleted</para>
/// <code>Invoke-AmiCleanup -WhatIf</code>
/// </example>
/// <example>
/// <para>Delete what nobody needs any more, without being asked</para>
/// <code>Invoke-AmiCleanup -Confirm:$false</code>
/// <para>The scan (Update-AmiLastUsed) must have run within the last hour; images that it has not seen are kept.</para>
/// </example>
/// <example>
/// <para>Carry out a plan that somebody has looked at</para>
/// <code>Invoke-AmiCleanup -PlanPath plan.json -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Deprecate first, disable and delete a fortnight later each</para>
/// <code>Invoke-AmiCleanup -Stage Deregister -StageDays 14 -Confirm:$false</code>
/// <para>Restore-Ami brings an image back from each of the stages.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "AmiCleanup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByRules)]
[OutputType(typeof(CleanupResult))]
[OutputType(typeof(CleanupRow))]
public sealed class InvokeAmiCleanupCommand : CleanupCmdlet
{
    private const string ByPlan = "Plan";
    private const string ByPlanPath = "PlanPath";
    private readonly List<object> given = [];

    /// <summary>
    /// <para type="description">Rows of a plan: from Get-AmiCleanupPlan, or read from its JSON by ConvertFrom-Json. Only they may go; a pipeline without a row deletes nothing.</para>
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByPlan)]
    public object[]? InputObject { get; set; }

    /// <summary>
    /// <para type="description">A file with a plan as JSON: from Get-AmiCleanupPlan and ConvertTo-Json, or from plan --json.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPlanPath)]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>
    /// <para type="description">The most images that one run may delete, disable or deprecate. More stop it before the first. From 0 to 1,000,000; 100 by default.</para>
    /// </summary>
    /// <value>100</value>
    [Parameter]
    public int MaximumDeletion { get; set; } = 100;

    /// <summary>
    /// <para type="description">The most that one run may take of the fleet, in percent from 0 to 100. More stops it before the first deletion. 50 by default.</para>
    /// </summary>
    /// <value>50</value>
    [Parameter]
    public double MaximumDeletionPercent { get; set; } = 50;

    /// <summary>
    /// <para type="description">The least number of images in use, in percent (0 to 100) of that at the last run. Fewer stop the run before the first deletion: a scan that sees little may be blind. 50 by default; 0 asks for nothing.</para>
    /// </summary>
    /// <value>50</value>
    [Parameter]
    public double MinimumUsedPercent { get; set; } = 50;

    /// <summary>
    /// <para type="description">A file that keeps the number of images in use from run to run. Without it, Parameter Store of each target does (/amitools/cleanup/used).</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UsedCountPath { get; set; }

    /// <summary>
    /// <para type="description">What a GiB of snapshots costs a month, in your currency, for the estimate of what is saved. From 0 to 1,000; 0.05 by default.</para>
    /// </summary>
    /// <value>0.05</value>
    [Parameter]
    public decimal PricePerGiBMonth { get; set; } = 0.05m;

    private protected override bool WorksAtTheEnd => true;

    private CleanupBreakers Breakers => new()
    {
        MaximumDeletion = MaximumDeletion,
        MaximumDeletionPercent = MaximumDeletionPercent,
        MinimumUsedPercent = MinimumUsedPercent,
        UsedCountPath = UsedCountPath is null ? null : FullPath(UsedCountPath),
    };

    private protected override Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        given.AddRange(InputObject ?? []);
        return Task.CompletedTask;
    }

    // All of them before anything is done: of a plan with one bad row nothing goes.
    private List<CleanupRow> Rows() => [.. given.Select((item, i) =>
        (item is PSObject wrapped ? wrapped.BaseObject : item) as CleanupRow ?? PlanDocument.RowOf(PlainValues.MembersOrNull(item), $"row {i + 1} of the input"))];

    private protected override async Task EndAsync(Pipe pipe, CancellationToken cancel)
    {
        IReadOnlyList<CleanupRow>? plan = PlanPath is not null ? PlanDocument.Read(FullPath(PlanPath)) : ParameterSetName == ByPlan || MyInvocation.ExpectingInput ? Rows() : null;
        if (plan is { Count: 0 })
        {
            // Nothing came through the pipe: a plan without rows, and by no means all that may be deleted.
            pipe.Reporter.Verbose("The plan has no rows; nothing is to be done.");
            return;
        }
        var surroundings = Surroundings();
        var run = new CleanupRun { Request = Request, Plan = plan, Breakers = Breakers, PricePerGiBMonth = PricePerGiBMonth };
        // As it is now: what a kept plan let go may be in use by now.
        var now = await new PlanCleanup(surroundings).RunAsync(run, pipe.Reporter, cancel).ConfigureAwait(false);
        if (!IsWhatIf) CleanupText.ThrowIfStopped(now.Stops);
        foreach (var stop in now.Stops) pipe.Reporter.Warning("A run would stop before it deleted anything. " + stop);
        if (await AskAsync(pipe, now.Rows).ConfigureAwait(false)) await RunAsync(run with { Plan = plan ?? now.Rows }, surroundings, pipe, cancel).ConfigureAwait(false);
        else if (IsWhatIf)
        {
            foreach (var row in now.Rows) await pipe.WriteAsync(row).ConfigureAwait(false);
            CleanupText.ThrowIfIncomplete(now);
        }
    }

    // Where nothing is to go, leftovers of an earlier run may be: they are nothing to ask about.
    private async Task<bool> AskAsync(Pipe pipe, IReadOnlyList<CleanupRow> plan)
    {
        if (plan.All(r => r.Decision == CleanupDecision.Keep)) return !IsWhatIf;
        var text = CleanupText.Describe(plan);
        return await pipe.ShouldProcessAsync(text, text + "?", "Invoke-AmiCleanup").ConfigureAwait(false);
    }

    private async Task RunAsync(CleanupRun run, Surroundings surroundings, Pipe pipe, CancellationToken cancel)
    {
        using var alone = JobLock.Take("cleanup", Targets, surroundings);
        var result = await new RunCleanup(surroundings).RunAsync(run, pipe.Reporter, cancel).ConfigureAwait(false);
        await pipe.WriteAsync(result).ConfigureAwait(false);
        CleanupText.ThrowIfIncomplete(result);
    }
}
