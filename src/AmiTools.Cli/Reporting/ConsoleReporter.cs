using System.Globalization;
using AmiTools.Core.Ci;
using Spectre.Console;

namespace AmiTools.Cli.Reporting;

/// <summary>
/// Progress and messages for a human, on standard error, so that standard output holds the result alone. When nothing
/// has happened for a while it says what is still being waited for.
/// </summary>
internal sealed class ConsoleReporter : ICommandReporter
{
    private static readonly TimeSpan silenceOnTerminal = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan silenceInLog = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly IAnsiConsole console;
    private readonly TimeProvider time;
    private readonly bool verbose;
    private readonly TimeSpan silence;
    private readonly ITimer timer;
    private ProgressUpdate? current;
    private long currentSince;
    private long lastWritten;
    private readonly LastOutput last = new();

    public ConsoleReporter(Host host, bool verbose)
    {
        console = Consoles.Create(host.Error, host.ErrorIsTerminal, host.NoColor);
        // Terminals wrap by themselves, and then a long line can still be copied as one.
        console.Profile.Width = short.MaxValue;
        time = host.Time;
        this.verbose = verbose;
        silence = host.ErrorIsTerminal ? silenceOnTerminal : silenceInLog;
        lastWritten = time.GetTimestamp();
        timer = time.CreateTimer(_ => BreakSilence(), null, silence, TimeSpan.FromSeconds(1));
    }

    public void Verbose(string message)
    {
        if (verbose) Write(message, "grey");
    }

    public void Warning(string message) => Write("warning: " + message, "yellow");

    public void Output(string line)
    {
        lock (gate)
        {
            last.Keep(line);
            Write("  | " + line, "grey");
        }
    }

    public void Progress(ProgressUpdate update)
    {
        lock (gate)
        {
            var news = current is null || current.Activity != update.Activity || current.Status != update.Status || current.Completed != update.Completed;
            if (news) currentSince = time.GetTimestamp();
            current = update;
            // What Packer says is its output and its progress at once; the line above says it already.
            if (news && !last.Says(update)) Write(Describe(update), "blue");
        }
    }

    public void BlockOpened(string name) => Write("== " + name, "bold");

    public void BlockClosed(string name) => Verbose($"== {name}: ended");

    public void Failure(Failure failure, Exception? details)
    {
        Write("error: " + failure.Message, "red");
        if (failure.NextStep is { } step) Write("  next: " + step, "red");
        if (details is not null) Write(details.ToString(), "grey");
    }

    public void Dispose() => timer.Dispose();

    private static string Describe(ProgressUpdate update) =>
        $"  {update.Activity}: {update.Status}" + (update.Percent is > 0 and var percent ? $" ({percent} %)" : "");

    private void BreakSilence()
    {
        lock (gate)
        {
            if (current is null || current.Completed || time.GetElapsedTime(lastWritten) < silence) return;
            var seconds = time.GetElapsedTime(currentSince).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            Write($"{Describe(current)} - still, after {seconds} s", "blue");
        }
    }

    private void Write(string text, string style)
    {
        lock (gate)
        {
            console.MarkupLineInterpolated($"[{style}]{text}[/]");
            lastWritten = time.GetTimestamp();
        }
    }
}
