using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>The machine that an operation runs on: it starts programs, and tells which processes live.</summary>
public interface IMachine
{
    /// <summary>This very process.</summary>
    ProcessMark Self { get; }

    /// <summary>Whether the process is, or was, one of this machine; only then can the others be answered.</summary>
    bool IsHere(ProcessMark process);

    /// <summary>Whether the process, and not a later one with its id, lives.</summary>
    bool IsAlive(ProcessMark process);

    /// <summary>Ends a child that its parent has left behind, with everything it has started: asked first, then killed.</summary>
    Task EndAsync(ProcessMark process, TimeSpan grace, TimeProvider time);

    /// <summary>Runs a program to its end, as <see cref="ChildProcess.RunAsync"/> says.</summary>
    Task<int> RunAsync(ChildCommand command, TimeSpan grace, TimeProvider time, Func<ProcessMark, Task> started, Func<string, Task> output, Func<string, Task> errors, CancellationToken stop);
}
