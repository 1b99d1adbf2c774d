using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AmiTools.Cli.Reporting;

/// <summary>
/// A job's log for machines: JSON lines of time, level, job, message and fields, from "Started." to the line with the exit
/// code. For jobs that nobody looks on.
/// </summary>
/// <param name="write">Takes a line without its end.</param>
/// <param name="errors">Where a failure is told too, for whoever the scheduler sends mail to; null if nobody is there.</param>
/// <param name="job">The command's name.</param>
/// <param name="time">The clock.</param>
/// <param name="verbose">True to write the level debug, too.</param>
internal sealed class LogReporter(Action<string> write, ICommandReporter? errors, string job, TimeProvider time, bool verbose) : ICommandReporter
{
    private readonly Lock gate = new();
    private readonly long began = time.GetTimestamp();
    private string? lastStatus;
    private bool broken;

    public void Started() => Write("info", "Started.", new { version = typeof(LogReporter).Assembly.GetName().Version?.ToString(3) });

    /// <summary>Writes what came out: its own sentence and its figures; lists by their length.</summary>
    public void Result(object document) => Write("info", Sentence(document), Fields(document));

    public void Ended(ExitCode code) => Write(code == ExitCode.Done ? "info" : "error", code switch
    {
        ExitCode.Done => "Done.",
        ExitCode.PartlyDone => "Partly done.",
        _ => "Failed.",
    }, new { exitCode = (int)code, outcome = code, seconds = Math.Round(time.GetElapsedTime(began).TotalSeconds, 1) });

    public void Verbose(string message) => Debug(message, null);

    public void Warning(string message) => Write("warning", message);

    public void Output(string line) => Write("info", line);

    public void Progress(ProgressUpdate update)
    {
        if (update.Status == lastStatus) return;
        lastStatus = update.Status;
        Debug($"{update.Activity}: {update.Status}", update.Percent is { } percent ? new { percent } : null);
    }

    public void BlockOpened(string name) => Write("info", name);

    public void BlockClosed(string name) { }

    public void Failure(Failure failure, Exception? details)
    {
        Write("error", failure.Message, new { failure.ErrorId, failure.Kind, failure.NextStep, failure.Subject, failure.Problems, details = details?.ToString() });
        errors?.Failure(failure, null);
    }

    public void Dispose() => errors?.Dispose();

    private void Debug(string message, object? fields)
    {
        if (verbose) Write("debug", message, fields);
    }

    private void Write(string level, string message, object? fields = null)
    {
        var line = JsonText.Line(new { time = time.GetUtcNow().UtcDateTime, level, job, message, fields });
        lock (gate)
        {
            if (broken) return;
            try
            {
                write(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The work goes on: what is deleted half way because a disk is full helps nobody.
                broken = true;
                errors?.Warning($"The log can't be written any more: {e.Message}");
            }
        }
    }

    private static string Sentence(object document)
    {
        if (document is IEnumerable items) return $"{items.Cast<object>().Count()} results.";
        var own = document.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)!;
        return own.DeclaringType == typeof(object) || own.IsDefined(typeof(CompilerGeneratedAttribute)) ? "Result." : document.ToString()!.TrimEnd('.') + ".";
    }

    private static Dictionary<string, object>? Fields(object document)
    {
        if (document is IEnumerable) return null;
        var fields = new Dictionary<string, object>();
        foreach (var property in document.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            if (Value(property.GetValue(document)) is { } value) fields[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = value;
        }
        return fields;
    }

    private static object? Value(object? value) => value switch
    {
        null => null,
        string or Enum or decimal => value,
        DateTimeOffset at => at.UtcDateTime,
        ICollection list => list.Count,
        _ => value.GetType().IsPrimitive ? value : null,
    };
}
