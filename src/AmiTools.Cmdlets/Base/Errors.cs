using System.Management.Automation;
using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Cmdlets.Base;

/// <summary>What PowerShell is told of a failure.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Kind">The kind, from which the category follows.</param>
/// <param name="Subject">What the user gave.</param>
/// <param name="NextStep">The recommended action.</param>
internal sealed record ErrorFacts(string Id, FailureKind Kind, object? Subject, string NextStep)
{
    public ErrorCategory Category { get; init; } = Errors.Category(Kind);

    public static ErrorFacts Of(Exception e, object? subject, string cmdlet) => e switch
    {
        AmiToolsException known => new(known.ErrorId, known.Kind, known.Subject ?? subject, known.RecommendedAction ?? Base.NextStep.After(known.Kind, cmdlet)),
        AwsException aws => new(aws.Code, AwsFailure.KindOf(aws), subject, Base.NextStep.After(AwsFailure.KindOf(aws), cmdlet)),
        OperationCanceledException => new("Stopped", FailureKind.TimedOut, subject, Base.NextStep.After(FailureKind.TimedOut, cmdlet)) { Category = ErrorCategory.OperationStopped },
        _ => new("Unexpected" + e.GetType().Name, FailureKind.ServiceFailed, subject, "This is a fault of AmiTools; please report it with what 'Get-Error' shows.") { Category = ErrorCategory.NotSpecified },
    };
}

/// <summary>From failures to PowerShell's error records: the one table of categories.</summary>
internal static class Errors
{
    public static ErrorRecord Record(Exception e, object? subject, string cmdlet)
    {
        var facts = ErrorFacts.Of(e, subject, cmdlet);
        return new(e, facts.Id, facts.Category, facts.Subject) { ErrorDetails = new(e.Message) { RecommendedAction = facts.NextStep } };
    }

    public static ErrorCategory Category(FailureKind kind) => kind switch
    {
        FailureKind.InvalidInput => ErrorCategory.InvalidArgument,
        FailureKind.NotFound => ErrorCategory.ObjectNotFound,
        FailureKind.Conflict => ErrorCategory.ResourceExists,
        FailureKind.Authentication => ErrorCategory.AuthenticationError,
        FailureKind.PermissionDenied => ErrorCategory.PermissionDenied,
        FailureKind.ServiceFailed => ErrorCategory.ResourceUnavailable,
        FailureKind.Unreachable => ErrorCategory.ConnectionError,
        FailureKind.LimitReached => ErrorCategory.LimitsExceeded,
        FailureKind.Busy => ErrorCategory.ResourceBusy,
        FailureKind.TimedOut => ErrorCategory.OperationTimeout,
        FailureKind.NotInstalled => ErrorCategory.NotInstalled,
        FailureKind.PartlyDone => ErrorCategory.InvalidResult,
        _ => ErrorCategory.NotSpecified,
    };
}
