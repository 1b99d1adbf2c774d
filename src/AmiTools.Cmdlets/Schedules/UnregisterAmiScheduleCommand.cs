using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Schedules;

namespace AmiTools.Cmdlets.Schedules;

/// <summary>
/// <para type="synopsis">Removes schedules that Register-AmiSchedule has made.</para>
/// <para type="description">Logs stay. What AmiTools has not made is never removed, and what was changed by hand only with -Force.</para>
/// <para type="link">Register-AmiSchedule</para>
/// <para type="link">Get-AmiSchedule</para>
/// </summary>
/// <example>
/// <para>Remove one schedule</para>
/// <code>Unregister-AmiSchedule amitools-scan -Kind Cron -PassThru</code>
/// <para>Its log stays.</para>
/// </example>
/// <example>
/// <para>See which would go</para>
/// <code>Get-AmiSchedule -Kind Cron | Unregister-AmiSchedule -WhatIf</code>
/// </example>
[Cmdlet(VerbsLifecycle.Unregister, "AmiSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(AmiSchedule))]
public sealed class UnregisterAmiScheduleCommand : ScheduleCmdlet
{
    /// <summary>
    /// <para type="description">Names, with wildcards; or schedules from Get-AmiSchedule through the pipeline.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// <para type="description">Removes also what was changed by hand.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// <para type="description">Writes what was removed; with -WhatIf what would be.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Subject => string.Join(", ", Name);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var surroundings = Surroundings();
        var found = await new GetSchedules(surroundings).RunAsync(new() { Kind = Kind, Scope = Scope, Names = Name }, cancel).ConfigureAwait(false);
        foreach (var schedule in found) RemoveSchedule.Check(schedule, Force);
        foreach (var schedule in found)
        {
            var what = $"Remove '{schedule.Name}' ({schedule.Times}):\n{schedule.Text}";
            if (await pipe.ShouldProcessAsync(what, what, "Unregister-AmiSchedule").ConfigureAwait(false))
                await new RemoveSchedule(surroundings).RunAsync(schedule, Force, cancel).ConfigureAwait(false);
            if (PassThru) await pipe.WriteAsync(schedule).ConfigureAwait(false);
        }
    }
}
