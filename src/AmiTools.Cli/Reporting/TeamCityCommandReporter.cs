using AmiTools.Core.Ci;

namespace AmiTools.Cli.Reporting;

/// <summary>Progress and messages for TeamCity, on standard output, where it reads them.</summary>
internal sealed class TeamCityCommandReporter : ICommandReporter, IFlowReporter, IOutcomeReporter, IProblemReporter
{
    private readonly Lock gate = new();
    private readonly TextWriter writer;
    private readonly TeamCityReporter inner;
    private bool toldProblem;

    public TeamCityCommandReporter(TextWriter writer, bool verbose)
    {
        this.writer = writer;
        inner = new TeamCityReporter(Write, text => { if (verbose) Write(text); });
    }

    public IReporter Flow(string name) => inner.Flow(name);

    public void Verbose(string message) => inner.Verbose(message);

    public void Warning(string message) => inner.Warning(message);

    public void Output(string line) => inner.Output(line);

    public void Progress(ProgressUpdate update) => inner.Progress(update);

    public void BlockOpened(string name) => inner.BlockOpened(name);

    public void BlockClosed(string name) => inner.BlockClosed(name);

    public void Outcome(PairOutcome outcome, bool isOnly)
    {
        toldProblem |= outcome.Failure is not null;
        inner.Outcome(outcome, isOnly);
    }

    public void Problem(Problem problem)
    {
        toldProblem = true;
        inner.Problem(problem);
    }

    public void Failure(Failure failure, Exception? details)
    {
        // A definition's own failure has been told as its outcome.
        Write(toldProblem ? TeamCityMessage.Message(failure.Message, "ERROR") : TeamCityMessage.BuildProblem(failure.Message, "AmiTools_" + failure.ErrorId));
        if (failure.NextStep is { } step) Write(TeamCityMessage.Message("next: " + step, "WARNING"));
        if (details is not null) Write(TeamCityMessage.Message(details.ToString()));
    }

    public void Dispose() => writer.Flush();

    private void Write(string line)
    {
        lock (gate)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }
}
