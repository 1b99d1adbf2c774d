namespace AmiTools.Core.Schedules;

/// <summary>One of our blocks in a crontab; without its end only the mark's line is taken for ours.</summary>
internal sealed record CrontabBlock(int First, int Count, ScheduleMark Mark, bool IsWhole, string Body);

/// <summary>A user's crontab: our blocks in it, all other lines left as they are. Pure functions.</summary>
internal static class CrontabText
{
    private const string EndOf = "# AmiTools end of ";

    /// <summary>The lines of a block.</summary>
    public static (ScheduleMark Mark, string Text) Block(PlannedSchedule schedule)
    {
        var body = Line(schedule);
        var mark = ScheduleMark.Of(schedule, body);
        return (mark, $"# {mark}\n{body}\n{EndOf}{schedule.Name}\n");
    }

    /// <summary>The job's line (crontab(5)).</summary>
    public static string Line(PlannedSchedule schedule)
    {
        var command = schedule.Command;
        var words = string.Join(" ", command.Arguments.Prepend(command.Program).Select(Quoting.Shell));
        return $"{Times(schedule)} {Quoting.Crontab($"cd {Quoting.Shell(command.WorkingDirectory)} && {words}")}";
    }

    /// <summary>All our blocks.</summary>
    public static IReadOnlyList<CrontabBlock> Blocks(string crontab)
    {
        var lines = Lines(crontab);
        var found = new List<CrontabBlock>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].StartsWith("# ", StringComparison.Ordinal) || ScheduleMark.In(lines[i]) is not { } mark) continue;
            var end = i + 1;
            while (end < lines.Count && lines[end] != EndOf + mark.Name && ScheduleMark.In(lines[end]) is null) end++;
            var isWhole = end < lines.Count && lines[end] == EndOf + mark.Name;
            found.Add(isWhole
                ? new(i, end - i + 1, mark, true, string.Join("\n", lines.Skip(i + 1).Take(end - i - 1)))
                : new(i, 1, mark, false, ""));
        }
        return found;
    }

    /// <summary>The crontab with the block in the place of one of the same name, or at its end.</summary>
    public static string With(string crontab, string name, string block)
    {
        var lines = Lines(crontab);
        var old = Blocks(crontab).FirstOrDefault(b => b.Mark.Name == name);
        var at = old?.First ?? lines.Count;
        if (old is not null) lines.RemoveRange(old.First, old.Count);
        lines.InsertRange(at, Lines(block));
        return Joined(lines);
    }

    /// <summary>The crontab without the block.</summary>
    public static string Without(string crontab, string name)
    {
        var lines = Lines(crontab);
        if (Blocks(crontab).FirstOrDefault(b => b.Mark.Name == name) is { } old) lines.RemoveRange(old.First, old.Count);
        return Joined(lines);
    }

    private static string Times(PlannedSchedule schedule) => schedule.EveryMinutes is { } minutes ? $"*/{minutes} * * * *" : $"{schedule.At.Minutes} {schedule.At.Hours} * * *";

    private static List<string> Lines(string text) => text.Length == 0 ? [] : [.. (text.EndsWith("\n", StringComparison.Ordinal) ? text[..^1] : text).Split('\n')];

    private static string Joined(List<string> lines) => string.Concat(lines.Select(l => l + "\n"));
}
