using System.Text.Json.Nodes;
using AmiTools.Core.Building;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Tests.Repair;

/// <summary>A machine whose processes are a test's: the stand-in Packer runs on it, and outlives a parent that dies alone.</summary>
internal sealed class LabMachine(string name, int self) : IMachine
{
    private readonly CancellationTokenSource ended = new();
    private Task packer = Task.CompletedTask;

    /// <summary>The process whose death ends what runs here; null for one that only repairs.</summary>
    public Death? Death { get; init; }

    /// <summary>Makes the stand-in for a command.</summary>
    public Func<ChildCommand, Task<StandInPacker>>? Packer { get; init; }

    /// <summary>The machine object whose orphans are this one's.</summary>
    public LabMachine? Parent { get; init; }

    public ProcessMark Self { get; } = new(name, self, DateTimeOffset.UtcNow);

    /// <summary>The last Packer that was started; it ends when it has done its work or is ended.</summary>
    public Task LastPacker => packer.ContinueWith(_ => { }, TaskScheduler.Default);

    public bool IsHere(ProcessMark process) => process.Machine == name;

    /// <summary>Whoever is asked about has died.</summary>
    public bool IsAlive(ProcessMark process) => process.Id == self;

    public async Task EndAsync(ProcessMark process, TimeSpan grace, TimeProvider time)
    {
        await ended.CancelAsync();
        await LastPacker;
        if (Parent is not null) await Parent.EndAsync(process, grace, time);
    }

    public async Task<int> RunAsync(ChildCommand command, TimeSpan grace, TimeProvider time, Func<ProcessMark, Task> started, Func<string, Task> output, Func<string, Task> errors, CancellationToken stop)
    {
        if (command.Arguments[0] == "validate") return 0;
        var child = await Packer!(command);
        await started(new ProcessMark(name, self + 1, DateTimeOffset.UtcNow));
        var run = Task.Run(() => child.BuildAsync(async line =>
        {
            // Nobody listens any more; it works on.
            if (Death!.IsDead) return;
            try
            {
                await output(line);
            }
            catch (ProcessDiedException)
            {
            }
        }, ended.Token));
        packer = run;
        await Task.WhenAny(run, Death!.HasDied);
        if (Death.IsDead) throw new ProcessDiedException();
        return await run;
    }

    /// <summary>The builder of the template that a command runs.</summary>
    public static JsonObject BuilderOf(ChildCommand command) => JsonNode.Parse(File.ReadAllText(command.Arguments[^1]))!["builders"]![0]!.AsObject();
}

/// <summary>Pauses are short, and dates may be moved: a matrix of many points waits for none of what it does not test.</summary>
internal sealed class QuickTime(double factor) : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Ahead;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => (long)(System.GetTimestamp() * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private TimeSpan Shorter(TimeSpan time) => time < TimeSpan.Zero ? time : time / factor;
}
