using System.Management.Automation;
using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Cmdlets.Base;

/// <summary>From failures to PowerShell's error records: the one table of categories.</summary>
internal static class Errors
{
    public static ErrorRecord Record(Exception e, object? subject) => e switch
    {
        AmiToolsException known => new ErrorRecord(known, known.ErrorId, Category(known.Kind), known.Subject ?? subject)
        {
            ErrorDetails = known.RecommendedAction is { } action ? new ErrorDetails(known.Message) { RecommendedAction = action } : null,
        },
        AwsException aws => new ErrorRecord(aws, aws.Code, Category(AwsFailure.KindOf(aws)), subject),
        OperationCanceledException => new ErrorRecord(e, "Stopped", ErrorCategory.OperationStopped, subject),
        _ => new ErrorRecord(e, "Unexpected" + e.GetType().Name, ErrorCategory.NotSpecified, subject),
    };

    public static ErrorCategory Category(FailureKind kind) => kind switch
    {
        FailureKind.InvalidInput => ErrorCategory.InvalidArgument,
        FailureKind.NotFound => ErrorCategory.ObjectNotFound,
        FailureKind.Conflict => ErrorCategory.ResourceExists,
        FailureKind.Authentication => ErrorCategory.AuthenticationError,
        FailureKind.PermissionDenied => ErrorCategory.PermissionDenied,
        FailureKind.ServiceFailed => ErrorCategory.ConnectionError,
        FailureKind.TimedOut => ErrorCategory.OperationTimeout,
        FailureKind.NotInstalled => ErrorCategory.NotInstalled,
        FailureKind.PartlyDone => ErrorCategory.InvalidResult,
        _ => ErrorCategory.NotSpecified,
    };
}
