using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Schedules;

namespace AmiTools.Cmdlets.Schedules;

/// <summary>
/// <para type="synopsis">Shows the schedules that Register-AmiSchedule has made on this machine, and whether they are still as they were written.</para>
/// <para type="description">Reads the user's crontab, systemd's units or the Task Scheduler, and finds there what bears AmiTools' mark. The state says whether a schedule is as it was registered, was changed by hand, or is switched off. Nothing is asked of AWS.</para>
/// <para type="link">Register-AmiSchedule</para>
/// <para type="link">Unregister-AmiSchedule</para>
/// </summary>
/// <example>
/// <para>What is registered on this machine?</para>
/// <code>Get-AmiSchedule</code>
/// </example>
/// <example>
/// <para>The last lines of the log of each scan</para>
/// <code>Get-AmiSchedule *-scan -Kind Cron | Where-Object LogPath | ForEach-Object { Get-Content $_.LogPath -Tail 3 -ErrorAction Ignore }</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiSchedule")]
[OutputType(typeof(AmiSchedule))]
public sealed class GetAmiScheduleCommand : ScheduleCmdlet
{
    /// <summary>
    /// <para type="description">Names, with wildcards: amitools-scan, *-cleanup. Without it, all.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string[]? Name { get; set; }

    private protected override object? Subject => Name;

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        foreach (var schedule in await new GetSchedules(Surroundings()).RunAsync(new() { Kind = Kind, Scope = Scope, Names = Name ?? [] }, cancel).ConfigureAwait(false))
            await pipe.WriteAsync(schedule).ConfigureAwait(false);
    }
}
