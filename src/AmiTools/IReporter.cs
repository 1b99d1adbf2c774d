namespace AmiTools;

/// <summary>
/// The only way out of an operation besides its result. Adapters turn it into PowerShell streams, JSON lines or a
/// console. Calls may come from any thread; an implementation must not throw.
/// </summary>
public interface IReporter
{
    /// <summary>Something that helps to follow what happens; not shown unless asked for.</summary>
    void Verbose(string message);

    /// <summary>Something the user should know, though the operation goes on.</summary>
    void Warning(string message);

    /// <summary>A line that a child process (Packer) wrote, already free of secrets.</summary>
    void Output(string line);

    /// <summary>How far an activity has come.</summary>
    void Progress(ProgressUpdate update);

    /// <summary>A named part of the work begins.</summary>
    void BlockOpened(string name);

    /// <summary>The named part of the work has ended.</summary>
    void BlockClosed(string name);
}

/// <summary>A reporter that can keep apart what several activities of one run say at the same time.</summary>
public interface IFlowReporter : IReporter
{
    /// <summary>A reporter for one of them.</summary>
    /// <param name="name">Its name, such as a definition's.</param>
    IReporter Flow(string name);
}

/// <summary>How far an activity has come.</summary>
/// <param name="Activity">What is being done, the same for all updates of one activity.</param>
/// <param name="Status">What is happening right now.</param>
/// <param name="Percent">0 to 100, or null where it can't be known.</param>
/// <param name="Completed">True in the last update of the activity.</param>
public sealed record ProgressUpdate(string Activity, string Status, int? Percent = null, bool Completed = false);

/// <summary>A reporter that drops everything.</summary>
public sealed class SilentReporter : IReporter
{
    /// <summary>The one instance.</summary>
    public static SilentReporter Instance { get; } = new();

    /// <inheritdoc/>
    public void Verbose(string message) { }

    /// <inheritdoc/>
    public void Warning(string message) { }

    /// <inheritdoc/>
    public void Output(string line) { }

    /// <inheritdoc/>
    public void Progress(ProgressUpdate update) { }

    /// <inheritdoc/>
    public void BlockOpened(string name) { }

    /// <inheritdoc/>
    public void BlockClosed(string name) { }
}
