namespace AmiTools;

/// <summary>What kind of failure it is; PowerShell's error category and the command line's exit code follow from it.</summary>
public enum FailureKind
{
    /// <summary>The user's input (file, parameter, name) is wrong.</summary>
    InvalidInput,
    /// <summary>What was asked for does not exist.</summary>
    NotFound,
    /// <summary>What was to be made exists already, or names are ambiguous.</summary>
    Conflict,
    /// <summary>Credentials are missing, wrong or of another account.</summary>
    Authentication,
    /// <summary>The credentials are not allowed to do this.</summary>
    PermissionDenied,
    /// <summary>AWS or Packer failed.</summary>
    ServiceFailed,
    /// <summary>AWS could not be reached, or something else answered in its place.</summary>
    Unreachable,
    /// <summary>AWS allows no more of it now: too many calls, or a quota is used up.</summary>
    LimitReached,
    /// <summary>What is to be changed is in use, or not in a state for it.</summary>
    Busy,
    /// <summary>A time budget ran out.</summary>
    TimedOut,
    /// <summary>A needed program or runtime is not installed.</summary>
    NotInstalled,
    /// <summary>Part of the work was done and the rest could not be.</summary>
    PartlyDone,
}

/// <summary>
/// A failure with everything a user needs: what, where, what was expected, the next step. Its message is complete and
/// free of secrets; a stack trace is never needed to understand it.
/// </summary>
public class AmiToolsException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="errorId">The stable id, CamelCase, the same for every failure of one kind (<c>BaseImageNotFound</c>).</param>
    /// <param name="kind">The kind of failure.</param>
    /// <param name="message">The complete message.</param>
    /// <param name="subject">What the user gave that failed (a name, a path, a version).</param>
    /// <param name="inner">What caused it.</param>
    public AmiToolsException(string errorId, FailureKind kind, string message, object? subject = null, Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
        Subject = subject;
    }

    /// <summary>The stable id of this failure.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of failure.</summary>
    public FailureKind Kind { get; }

    /// <summary>What the user gave that failed.</summary>
    public object? Subject { get; }

    /// <summary>The next step to take, if the message does not say it already.</summary>
    public string? RecommendedAction { get; init; }
}

/// <summary>Several problems found before anything was done, all of them at once.</summary>
public sealed class ProblemsFoundException : AmiToolsException
{
    /// <summary>Makes a failure of all <paramref name="problems"/>.</summary>
    public ProblemsFoundException(string errorId, string summary, IReadOnlyList<Problem> problems, object? subject = null, FailureKind kind = FailureKind.InvalidInput)
        : base(errorId, kind, Compose(summary, problems), subject) => Problems = problems;

    /// <summary>Every problem, in the order of files and lines.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    private static string Compose(string summary, IReadOnlyList<Problem> problems) =>
        problems.Count == 1 ? problems[0].ToString() : summary + Environment.NewLine + string.Join(Environment.NewLine, problems.Select(p => "  " + p));
}

/// <summary>One thing that is wrong with a file, a parameter or a target.</summary>
/// <param name="Id">Stable id, CamelCase.</param>
/// <param name="Message">What is wrong, what was expected, the next step. Without file and line.</param>
/// <param name="File">The file, as the user would name it, if any.</param>
/// <param name="Line">The 1-based line, if known.</param>
/// <param name="Target">The target it concerns, or null for all.</param>
public sealed record Problem(string Id, string Message, string? File = null, int? Line = null, string? Target = null)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var place = File is null ? "" : Line is null ? File + ": " : $"{File}:{Line}: ";
        return place + (Target is null ? "" : $"[{Target}] ") + Message;
    }
}
