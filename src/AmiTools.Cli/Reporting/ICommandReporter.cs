namespace AmiTools.Cli.Reporting;

/// <summary>A reporter that can also say how a command failed.</summary>
internal interface ICommandReporter : IReporter, IDisposable
{
    /// <summary>Says that the command failed; <paramref name="details"/> are only given where the user asked for them.</summary>
    void Failure(Failure failure, Exception? details);
}
