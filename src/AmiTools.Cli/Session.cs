using AmiTools.Cli.Reporting;
using AmiTools.Core;

namespace AmiTools.Cli;

/// <summary>One command at work.</summary>
internal sealed record Session
{
    public required Host Host { get; init; }

    /// <summary>True if the result is to be one JSON document.</summary>
    public required bool IsJson { get; init; }

    public required bool IsVerbose { get; init; }

    /// <summary>Handed to every operation.</summary>
    public required ICommandReporter Reporter { get; init; }

    /// <summary>Where a human reads the result.</summary>
    public required Screen Screen { get; init; }

    /// <summary>Cancelled when the user wishes to stop.</summary>
    public required CancellationToken Cancel { get; init; }

    /// <summary>What operations are handed.</summary>
    public Surroundings Surroundings => Composition.SurroundingsOf(Host);

    /// <summary>Writes the result: <paramref name="document"/> as JSON, or what <paramref name="show"/> shows. Into a log goes what sums it up, and <paramref name="changes"/> one by one.</summary>
    public void Write(object document, Action<Screen> show, IEnumerable<object>? changes = null)
    {
        var log = Reporter as LogReporter;
        foreach (var change in changes ?? []) log?.Result(change);
        log?.Result(document);
        if (!IsJson)
        {
            if (log is null) show(Screen);
            return;
        }
        JsonText.WriteDocument(Host.Out, document);
        Host.Out.WriteLine();
    }
}
