using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core;
using AmiTools.Core.Environments;

namespace AmiTools.Cmdlets.Schedules;

/// <summary>A cmdlet that works on this machine's schedules.</summary>
public abstract class ScheduleCmdlet : AsyncCmdlet
{
    /// <summary>
    /// <para type="description">What runs the jobs: Cron, Systemd or TaskScheduler. Without it, what this machine has: the Task Scheduler on Windows, systemd where it runs, else cron.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ScheduleKind? Kind { get; set; }

    /// <summary>
    /// <para type="description">Whose systemd: User (systemctl --user) or System. Without it, System for root and User for anybody else.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ScheduleScope? Scope { get; set; }

    // Nothing of AWS is asked.
    private protected Surroundings Surroundings() => Composition.Surroundings(Location, variables => new TargetConnector(variables));
}
