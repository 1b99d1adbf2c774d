namespace AmiTools.Core.Schedules;

/// <summary>What starts jobs on this machine.</summary>
internal interface IScheduler
{
    ScheduleKind Kind { get; }

    ScheduleScope? Scope { get; }

    /// <summary>Everything that would be written; a pure function.</summary>
    ScheduleText Render(PlannedSchedule schedule);

    /// <summary>What is there: all that is ours, and what has one of these names without being ours.</summary>
    Task<IReadOnlyList<FoundSchedule>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel);

    /// <summary>Writes it, in the place of one of the same name, and switches it on.</summary>
    Task WriteAsync(ScheduleText text, CancellationToken cancel);

    /// <summary>Switches it off and removes it.</summary>
    Task RemoveAsync(string name, CancellationToken cancel);
}

/// <summary>A schedule as it is written.</summary>
/// <param name="Mark">Its mark, which is in <paramref name="Parts"/> too.</param>
/// <param name="Parts">Where each part goes (a file's path, or the name of what holds it), and its text.</param>
internal sealed record ScheduleText(ScheduleMark Mark, IReadOnlyList<(string Place, string Text)> Parts)
{
    public string Name => Mark.Name;

    /// <summary>For people.</summary>
    public override string ToString() => string.Join("\n", Parts.Select(p => $"--- {p.Place}\n{p.Text.TrimEnd('\n')}\n")).TrimEnd('\n');
}

/// <summary>A schedule that is there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mark">Its mark; null if it is not ours.</param>
/// <param name="State">How it stands.</param>
/// <param name="Text">As it stands there, in the form of <see cref="ScheduleText.ToString"/>.</param>
internal sealed record FoundSchedule(string Name, ScheduleMark? Mark, ScheduleState State, string Text);
