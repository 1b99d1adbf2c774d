using AmiTools.Core.Building;
using AmiTools.Core.Environments;

namespace AmiTools.Core;

/// <summary>What an operation is handed instead of looking for it by itself: clock, environment, folder, the way to AWS.</summary>
public sealed record Surroundings
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The machine, for programs to start and processes to look at.</summary>
    public IMachine Machine { get; init; } = ThisMachine.Instance;

    /// <summary>The environment variables of the host.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The folder that relative paths start from (a shell's location, which is not the process's).</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The way to a target's AWS.</summary>
    public required ITargetConnector Connector { get; init; }
}
