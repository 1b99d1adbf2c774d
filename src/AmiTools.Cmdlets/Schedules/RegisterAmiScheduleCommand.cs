using System.Globalization;
using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.Schedules;

namespace AmiTools.Cmdlets.Schedules;

/// <summary>
/// <para type="synopsis">Has this machine run the scan every 20 minutes and the cleanup daily: as systemd timers, crontab lines or scheduled tasks.</para>
/// <para type="description">The job is run by the command line, without PowerShell: it asks nothing, writes JSON lines to its log, never runs twice at once, and tells by its exit code whether all was done (0), nothing (1) or a part (2). Registering the same again changes nothing. What somebody has changed by hand, and what AmiTools has not made, is not overwritten. -WhatIf shows the text that would be written.</para>
/// <para type="link">Get-AmiSchedule</para>
/// <para type="link">Unregister-AmiSchedule</para>
/// <para type="link">Update-AmiLastUsed</para>
/// <para type="link">Invoke-AmiCleanup</para>
/// <para type="link">about_AmiTools_Cleanup</para>
/// </summary>
/// <example>
/// <para>See what would be written</para>
/// <code>Register-AmiSchedule Scan, Cleanup -WhatIf</code>
/// </example>
/// <example>
/// <para>Scan every 15 minutes, by cron</para>
/// <code>Register-AmiSchedule Scan -Kind Cron -EveryMinutes 15 -PassThru</code>
/// </example>
/// <example>
/// <para>Clean up one target at night, and keep the logs elsewhere</para>
/// <code>Register-AmiSchedule Cleanup -Kind Cron -At 01:30 -LogFolder logs -Argument '--target', 'dev'</code>
/// </example>
[Cmdlet(VerbsLifecycle.Register, "AmiSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(AmiSchedule))]
public sealed class RegisterAmiScheduleCommand : ScheduleCmdlet
{
    /// <summary>
    /// <para type="description">The jobs, one or both.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    public ScheduledJob[] Job { get; set; } = [];

    /// <summary>
    /// <para type="description">The environments file (environments.yaml or .json), or a folder with one. Without it, it is looked for from the location upwards.</para>
    /// </summary>
    [Parameter]
    [Alias("Environments")]
    public string? EnvironmentsPath { get; set; }

    /// <summary>
    /// <para type="description">Minutes from one scan to the next; 20 by default. A cleanup trusts a scan for an hour.</para>
    /// </summary>
    /// <value>20</value>
    [Parameter]
    [ValidateSet("5", "6", "10", "12", "15", "20", "30")]
    public int EveryMinutes { get; set; } = 20;

    /// <summary>
    /// <para type="description">The time of the daily cleanup, in hours and minutes of the machine's local time; 03:30 by default.</para>
    /// </summary>
    /// <value>03:30</value>
    [Parameter]
    [ValidatePattern(@"^([01]\d|2[0-3]):[0-5]\d$")]
    public string At { get; set; } = "03:30";

    /// <summary>
    /// <para type="description">The folder for the logs. Without it, amitools/logs in the user's folder for such things (~/.local/state, %LOCALAPPDATA%).</para>
    /// </summary>
    [Parameter]
    public string? LogFolder { get; set; }

    /// <summary>
    /// <para type="description">What the schedules' names begin with; give another for a second environments file on the same machine. Letters, digits, _, . and -, at most 61; amitools by default.</para>
    /// </summary>
    /// <value>amitools</value>
    [Parameter]
    public string Prefix { get; set; } = "amitools";

    /// <summary>
    /// <para type="description">More arguments of the job's command, such as '--target', 'prod'. Anybody on the machine can read them.</para>
    /// </summary>
    [Parameter]
    public string[]? Argument { get; set; }

    /// <summary>
    /// <para type="description">Overwrites a schedule that was changed by hand, or that is for another environments file.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// <para type="description">Writes the schedules; with -WhatIf those that would be.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var surroundings = Surroundings();
        var request = new ScheduleRequest
        {
            Jobs = Job,
            Kind = Kind,
            Scope = Scope,
            Prefix = Prefix,
            EveryMinutes = EveryMinutes,
            At = TimeSpan.Parse(At, CultureInfo.InvariantCulture),
            EnvironmentsPath = EnvironmentsPath is null ? null : FullPath(EnvironmentsPath),
            LogFolder = LogFolder is null ? null : FullPath(LogFolder),
            Arguments = Argument ?? [],
            Program = CliProgram.Find(),
            Force = Force,
        };
        foreach (var plan in await new PlanSchedules(surroundings).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false))
        {
            var shown = plan.Schedule;
            if (plan.IsThere) pipe.Reporter.Verbose($"'{plan.Schedule.Name}' is registered already, and is left as it is.");
            var what = $"{(plan.Replaces is null ? "Register" : "Replace")} '{plan.Schedule.Name}' ({plan.Schedule.Times}):\n{plan.Schedule.Text}";
            if (plan.IsThere || await pipe.ShouldProcessAsync(what, what, "Register-AmiSchedule").ConfigureAwait(false))
                shown = await new RegisterSchedule(surroundings).RunAsync(plan, pipe.Reporter, cancel).ConfigureAwait(false);
            if (PassThru) await pipe.WriteAsync(shown).ConfigureAwait(false);
        }
    }
}
