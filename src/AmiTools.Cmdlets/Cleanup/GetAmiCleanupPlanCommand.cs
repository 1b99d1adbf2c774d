using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.Cleanup;

namespace AmiTools.Cmdlets.Cleanup;

/// <summary>
/// <para type="synopsis">Tells which images a cleanup would delete, and why it keeps the others; changes nothing.</para>
/// <para type="description">A row for every image of the chosen targets: keep or delete, all reasons, who uses it, its size. What is in use is read in all targets of the environments file. A plan can be kept as JSON (ConvertTo-Json -Depth 5) and executed later by Invoke-AmiCleanup, which lets only its rows go, and of those only what may still be deleted.</para>
/// <para type="link">Invoke-AmiCleanup</para>
/// <para type="link">Get-AmiUsage</para>
/// <para type="link">Update-AmiLastUsed</para>
/// <para type="link">about_AmiTools_Cleanup</para>
/// </summary>
/// <example>
/// <para>Why does an image stay?</para>
/// <code>Get-AmiCleanupPlan web-server | Where-Object Version -EQ 1.0.2 | Format-List Target, Decision, Reasons, UsedBy</code>
/// </example>
/// <example>
/// <para>Keep a plan, to look at it and carry it out later</para>
/// <code>Get-AmiCleanupPlan | ConvertTo-Json -Depth 5 | Set-Content plan.json</code>
/// <para>Invoke-AmiCleanup -PlanPath plan.json then lets only its rows go, and of those only what may still be deleted.</para>
/// </example>
/// <example>
/// <para>How much would go under other limits</para>
/// <code>Get-AmiCleanupPlan -OlderThanDays 3 -KeepLatest 1 | Where-Object Decision -EQ Delete | Measure-Object SizeGiB -Sum</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiCleanupPlan", DefaultParameterSetName = ByRules)]
[OutputType(typeof(CleanupRow))]
public sealed class GetAmiCleanupPlanCommand : CleanupCmdlet
{
    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var plan = await new PlanCleanup(Surroundings()).RunAsync(Request, pipe.Reporter, cancel).ConfigureAwait(false);
        foreach (var row in plan.Rows) await pipe.WriteAsync(row).ConfigureAwait(false);
        CleanupText.ThrowIfIncomplete(plan);
    }
}
