namespace AmiTools.Core.Ci;

/// <summary>A reporter that a CI server listens to: it is also told what became of each definition.</summary>
public interface IOutcomeReporter : IReporter
{
    /// <param name="outcome">The outcome.</param>
    /// <param name="isOnly">True if the run is about one definition.</param>
    void Outcome(PairOutcome outcome, bool isOnly);
}
