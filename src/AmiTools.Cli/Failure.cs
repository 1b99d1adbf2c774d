namespace AmiTools.Cli;

/// <summary>A failure as the user sees it.</summary>
/// <param name="ExitCode">What the process returns.</param>
/// <param name="ErrorId">The stable id.</param>
/// <param name="Kind">The kind, in camelCase.</param>
/// <param name="Message">The complete message.</param>
/// <param name="NextStep">What to do, where the message does not say it.</param>
/// <param name="Subject">What the user gave that failed.</param>
/// <param name="Problems">All problems, where several were found at once.</param>
internal sealed record Failure(
    ExitCode ExitCode, string ErrorId, string Kind, string Message, string? NextStep = null, string? Subject = null, IReadOnlyList<Problem>? Problems = null)
{
    /// <summary>The one mapping of exceptions onto messages and exit codes.</summary>
    public static Failure Of(Exception exception, bool stopped, bool undoes) => exception switch
    {
        AmiToolsException e => new(
            e.Kind == FailureKind.PartlyDone ? ExitCode.PartlyDone : ExitCode.Failed,
            e.ErrorId, CamelCase(e.Kind.ToString()), e.Message, e.RecommendedAction, e.Subject?.ToString(), (e as ProblemsFoundException)?.Problems),
        OperationCanceledException when stopped => new(
            ExitCode.Failed, "Stopped", "stopped", undoes ? "Stopped on request; what this run had made is undone." : "Stopped on request."),
        AggregateException { InnerExceptions: [var only] } => Of(only, stopped, undoes),
        _ => new(
            ExitCode.Failed, "Unexpected", "unexpected", $"Unexpected failure ({exception.GetType().Name}): {OneLine(exception.Message)}",
            "Run the same command with --verbose for the details, and report them."),
    };

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
