namespace AmiTools.Core.Schedules;

/// <summary>Removes a schedule that AmiTools has registered.</summary>
public sealed class RemoveSchedule(Surroundings surroundings)
{
    /// <param name="schedule">One that was found.</param>
    /// <param name="force">True to remove it also if it was changed by hand.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="AmiToolsException">ScheduleChanged.</exception>
    public async Task RunAsync(AmiSchedule schedule, bool force, CancellationToken cancel)
    {
        Check(schedule, force);
        await Schedulers.Of(schedule.Kind, schedule.Scope, surroundings).RemoveAsync(schedule.Name, cancel).ConfigureAwait(false);
    }

    /// <summary>Refuses one that was changed by hand.</summary>
    public static void Check(AmiSchedule schedule, bool force)
    {
        if (schedule.State == ScheduleState.Changed && !force)
            throw new AmiToolsException("ScheduleChanged", FailureKind.Conflict, $"'{schedule.Name}' was changed by hand since it was registered. Give -Force, if it is to go all the same; Get-AmiSchedule shows what is there.", schedule.Name);
    }
}
