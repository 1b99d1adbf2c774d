using System.Collections;

namespace AmiTools.Cli;

/// <summary>What a command is handed by the process it runs in.</summary>
internal sealed record Host
{
    /// <summary>Where results go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where progress and messages go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Only looked at to see that the parent has closed it.</summary>
    public required TextReader In { get; init; }

    /// <summary>True if <see cref="Out"/> is a terminal that may be written to with colours.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>The same of <see cref="Error"/>.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The user's wish to stop.</summary>
    public required StopRequest Stop { get; init; }

    /// <summary>True if nobody wants colours (https://no-color.org).</summary>
    public bool NoColor => Variables.TryGetValue("NO_COLOR", out var value) && value.Length > 0;

    /// <summary>The host of a real process.</summary>
    public static Host OfProcess(StopRequest stop) => new()
    {
        Out = new UnbreakableWriter(Console.Out),
        Error = new UnbreakableWriter(Console.Error),
        In = Console.In,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? ""),
        WorkingDirectory = Directory.GetCurrentDirectory(),
        Stop = stop,
    };
}
