using AmiTools.Core.Journal;

namespace AmiTools.Core.Schedules;

/// <summary>The user's crontab, read and written by the program crontab.</summary>
internal sealed class CronScheduler(Surroundings surroundings) : IScheduler
{
    private const string Place = "crontab";
    private readonly SchedulerTool tool = new(surroundings, "crontab");

    public ScheduleKind Kind => ScheduleKind.Cron;

    public ScheduleScope? Scope => null;

    public ScheduleText Render(PlannedSchedule schedule)
    {
        var (mark, text) = CrontabText.Block(schedule);
        return new(mark, [(Place, text)]);
    }

    public async Task<IReadOnlyList<FoundSchedule>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel) =>
    [
        .. CrontabText.Blocks(await ReadAsync(cancel).ConfigureAwait(false)).Select(b => new FoundSchedule(b.Mark.Name, b.Mark,
            b.IsWhole && b.Mark.Fits(b.Body) ? ScheduleState.Registered : ScheduleState.Changed, $"--- {Place}\n# {b.Mark}\n{b.Body}")),
    ];

    public async Task WriteAsync(ScheduleText text, CancellationToken cancel) =>
        await ReplaceAsync(CrontabText.With(await ReadAsync(cancel).ConfigureAwait(false), text.Name, text.Parts[0].Text), cancel).ConfigureAwait(false);

    public async Task RemoveAsync(string name, CancellationToken cancel) =>
        await ReplaceAsync(CrontabText.Without(await ReadAsync(cancel).ConfigureAwait(false), name), cancel).ConfigureAwait(false);

    // What can't be read must never be taken for nothing: it would be overwritten.
    private async Task<string> ReadAsync(CancellationToken cancel)
    {
        var answer = await tool.AskAsync(cancel, "-l").ConfigureAwait(false);
        if (answer.ExitCode == 0) return answer.Output;
        return answer.Output.Length == 0 && answer.Errors.IndexOf("no crontab for", StringComparison.OrdinalIgnoreCase) >= 0 ? "" : throw tool.Failed(["-l"], answer);
    }

    private async Task ReplaceAsync(string crontab, CancellationToken cancel)
    {
        var file = Path.Combine(Path.GetTempPath(), "amitools-" + Guid.NewGuid().ToString("N") + ".crontab");
        try
        {
            PrivateFile.Write(file, crontab);
            await tool.RunAsync(cancel, file).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
        if (await ReadAsync(cancel).ConfigureAwait(false) != crontab)
            throw new AmiToolsException("CrontabNotWritten", FailureKind.ServiceFailed, "The crontab was written, and reads differently now. Look at it with 'crontab -l'; somebody else may have written it at the same time.", Place);
    }
}
