namespace AmiTools.Core.Schedules;

/// <summary>Writes what was planned.</summary>
public sealed class RegisterSchedule(Surroundings surroundings)
{
    /// <returns>The schedule as it stands now.</returns>
    public async Task<AmiSchedule> RunAsync(SchedulePlan plan, IReporter reporter, CancellationToken cancel)
    {
        var scheduler = Schedulers.Of(plan.Schedule.Kind, plan.Schedule.Scope, surroundings);
        if (!plan.IsThere)
        {
            await scheduler.WriteAsync(plan.Text, cancel).ConfigureAwait(false);
            if (scheduler.Scope == ScheduleScope.User)
                reporter.Warning($"'{plan.Schedule.Name}' runs only while {Environment.UserName} is logged on, unless lingering is switched on: loginctl enable-linger {Environment.UserName}");
        }
        var found = (await scheduler.FindAsync([plan.Schedule.Name], cancel).ConfigureAwait(false)).FirstOrDefault(f => f.Name == plan.Schedule.Name);
        return found is { State: ScheduleState.Registered, Mark: { } mark } ? mark.ToSchedule(scheduler.Kind, scheduler.Scope, found.State, found.Text)
            : throw new AmiToolsException("ScheduleNotRegistered", FailureKind.ServiceFailed, $"'{plan.Schedule.Name}' was written and is {(found is null ? "not there" : "not as it was written, or switched off")} now. Get-AmiSchedule shows what is there.", plan.Schedule.Name);
    }
}
