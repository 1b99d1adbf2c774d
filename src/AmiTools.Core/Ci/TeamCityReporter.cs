namespace AmiTools.Core.Ci;

/// <summary>Messages of an operation as TeamCity's service messages, each one line on standard output.</summary>
/// <param name="write">Writes a line; may be called from any thread.</param>
/// <param name="verbose">Takes what is shown only when asked for.</param>
/// <param name="flow">The flow that everything belongs to, or null.</param>
public sealed class TeamCityReporter(Action<string> write, Action<string> verbose, string? flow = null) : IFlowReporter, IOutcomeReporter, IProblemReporter
{
    private const string Sign = "##teamcity[";

    private readonly object gate = new();
    private string lastProgress = "";
    private readonly LastOutput last = new();

    /// <summary>True if TeamCity runs this process.</summary>
    public static bool IsThere(IReadOnlyDictionary<string, string> variables) => variables.TryGetValue("TEAMCITY_VERSION", out var version) && version.Length > 0;

    public IReporter Flow(string name) => new TeamCityReporter(write, verbose, name);

    public void Verbose(string message) => verbose(message);

    public void Warning(string message) => write(TeamCityMessage.Message(message, "WARNING", flow));

    /// <summary>What a child writes is text, also where it looks like a service message.</summary>
    public void Output(string line)
    {
        lock (gate) last.Keep(line);
        write(flow is null && line.IndexOf(Sign, StringComparison.Ordinal) < 0 ? line : TeamCityMessage.Message(line, flow: flow));
    }

    public void Progress(ProgressUpdate update)
    {
        var text = $"{update.Activity}: {update.Status}";
        bool isOutput;
        lock (gate)
        {
            if (text == lastProgress) return;
            lastProgress = text;
            isOutput = last.Says(update);
        }
        // A progress message stands in the log too; several at the same time would each hide the others.
        if (flow is null) write(TeamCityMessage.Progress(text));
        else if (!isOutput) write(TeamCityMessage.Message(text, flow: flow));
    }

    public void BlockOpened(string name) => write(TeamCityMessage.BlockOpened(name, flow));

    public void BlockClosed(string name) => write(TeamCityMessage.BlockClosed(name, flow));

    public void Outcome(PairOutcome outcome, bool isOnly)
    {
        foreach (var line in TeamCityOutcome.Lines(outcome, isOnly)) write(line);
    }

    public void Problem(Problem problem) => write(TeamCityMessage.BuildProblem(problem.ToString(), $"AmiTools_{problem.Id}_{problem.Target}_{problem.File}_{problem.Line}"));
}
