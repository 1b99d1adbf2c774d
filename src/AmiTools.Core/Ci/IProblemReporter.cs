namespace AmiTools.Core.Ci;

/// <summary>A reporter that a CI server listens to: it is also told each problem by itself.</summary>
public interface IProblemReporter : IReporter
{
    /// <param name="problem">The problem; the same one has the same identity in every build.</param>
    void Problem(Problem problem);
}
