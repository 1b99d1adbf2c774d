using System.Text.RegularExpressions;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Schedules;

/// <summary>A schedule that would be written.</summary>
/// <param name="Schedule">As users see it.</param>
/// <param name="IsThere">True if exactly this is there and switched on: nothing is to be done.</param>
/// <param name="Replaces">What it takes the place of, if anything.</param>
public sealed record SchedulePlan(AmiSchedule Schedule, bool IsThere, AmiSchedule? Replaces)
{
    internal ScheduleText Text { get; init; } = null!;
}

/// <summary>What registering schedules would write, after everything that speaks against it was looked for; writes nothing.</summary>
public sealed class PlanSchedules(Surroundings surroundings)
{
    private static readonly Regex name = new("^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <exception cref="AmiToolsException">The request is wrong, the command can't run, or what is there is not ours to overwrite.</exception>
    public async Task<IReadOnlyList<SchedulePlan>> RunAsync(ScheduleRequest request, IReporter reporter, CancellationToken cancel)
    {
        ScheduleTimes.Check(request);
        if (!name.IsMatch(request.Prefix)) throw new AmiToolsException("ScheduleNameInvalid", FailureKind.InvalidInput, $"'{request.Prefix}' can't begin a schedule's name; expected letters, digits, '_', '.' and '-', at most 61.", request.Prefix);
        var environments = EstateFinder.PathOf(new() { Path = request.EnvironmentsPath }, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        EstateReader.Read(environments);
        var planned = request.Jobs.Distinct().Select(j => Plan(j, request, environments)).ToList();
        foreach (var schedule in planned) await CheckCommandAsync(schedule, cancel).ConfigureAwait(false);

        var scheduler = Schedulers.Of(request.Kind, request.Scope, surroundings);
        var texts = planned.Select(scheduler.Render).ToList();
        var found = await scheduler.FindAsync([.. planned.Select(p => p.Name)], cancel).ConfigureAwait(false);
        return [.. texts.Select(t => Compare(t, found.FirstOrDefault(f => string.Equals(f.Name, t.Name, StringComparison.OrdinalIgnoreCase)), scheduler, request.Force))];
    }

    /// <summary>What stands in the way of a text, or how it differs from what is there; a pure function.</summary>
    internal static SchedulePlan Compare(ScheduleText text, FoundSchedule? found, IScheduler scheduler, bool force)
    {
        var wanted = text.Mark.ToSchedule(scheduler.Kind, scheduler.Scope, ScheduleState.Planned, text.ToString());
        if (found is null) return new(wanted, false, null) { Text = text };
        if (found.Mark is not { } mark)
            throw new AmiToolsException("ScheduleNotOurs", FailureKind.Conflict, $"'{found.Name}' is there already and was not made by AmiTools; it is left as it is. Give another -Prefix, or remove it yourself.", found.Name);
        if (found.State == ScheduleState.Changed && !force)
            throw new AmiToolsException("ScheduleChanged", FailureKind.Conflict, $"'{found.Name}' was changed by hand since it was registered, and would be overwritten. Give -Force, if that is meant; Get-AmiSchedule shows what is there.", found.Name);
        if (mark.Environments != text.Mark.Environments && !force)
            throw new AmiToolsException("ScheduleOfOther", FailureKind.Conflict, $"'{found.Name}' is registered for {mark.Environments}, and would be taken over for {text.Mark.Environments}. Give another -Prefix for a second one, or -Force.", found.Name);
        return new(wanted, found.State == ScheduleState.Registered && mark == text.Mark, mark.ToSchedule(scheduler.Kind, scheduler.Scope, found.State, found.Text)) { Text = text };
    }

    private PlannedSchedule Plan(ScheduledJob job, ScheduleRequest request, string environments)
    {
        var word = job.ToString().ToLowerInvariant();
        var logs = request.LogFolder is { } folder ? Path.GetFullPath(Path.Combine(surroundings.WorkingDirectory, folder)) : Path.Combine(StateFolder.Of(surroundings.Variables), "logs");
        var log = Path.Combine(logs, $"{request.Prefix}-{word}.jsonl");
        var command = new ScheduledCommand
        {
            Program = ProgramPath.Find("dotnet", surroundings.Variables) is { } dotnet ? Path.GetFullPath(dotnet)
                : throw new AmiToolsException("RuntimeMissing", FailureKind.NotInstalled, "A scheduled job needs the .NET 10 runtime, and there is no 'dotnet' on PATH. Install it: https://dotnet.microsoft.com/download/dotnet/10.0", "dotnet"),
            Arguments = [request.Program, word, "--environments", environments, "--log", log, .. request.Arguments],
            WorkingDirectory = Path.GetDirectoryName(environments)!,
        };
        Quoting.Check(command);
        return new()
        {
            Name = $"{request.Prefix}-{word}",
            Job = job,
            EveryMinutes = job == ScheduledJob.Scan ? request.EveryMinutes : null,
            At = request.At,
            Command = command,
            EnvironmentsPath = environments,
            LogPath = log,
        };
    }

    // A command line that is wrong would be found at half past three in the morning, by nobody.
    private async Task CheckCommandAsync(PlannedSchedule schedule, CancellationToken cancel)
    {
        var answer = await SchedulerTool.RunAsync(surroundings, schedule.Command.Program, [.. schedule.Command.Arguments, "--check-command"], schedule.Command.WorkingDirectory, cancel).ConfigureAwait(false);
        if (answer.ExitCode == 0) return;
        var said = answer.Errors.Split('\n').FirstOrDefault(l => l.Trim().Length > 0)?.Trim() ?? "it said nothing.";
        throw new AmiToolsException("ScheduledCommandFails", FailureKind.NotInstalled, $"The command of '{schedule.Name}' does not run (exit code {answer.ExitCode}): {said} Nothing was registered.", schedule.Name)
        {
            RecommendedAction = $"Try it: {string.Join(" ", schedule.Command.Arguments.Prepend(schedule.Command.Program).Append("--check-command").Select(Quoting.Shell))}",
        };
    }
}
