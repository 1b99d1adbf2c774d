using AmiTools.Aws;

namespace AmiTools.Core.Environments;

/// <summary>
/// The one table from AWS's error codes to kinds of failure; PowerShell's categories and the command line's words follow from
/// the kind. What stands in no row is a failure of the service.
/// </summary>
public static class AwsFailure
{
    private static readonly Dictionary<string, FailureKind> codes = new(StringComparer.Ordinal);

    private static readonly (string End, FailureKind Kind)[] endings =
    [
        (".NotFound", FailureKind.NotFound), ("NotFoundException", FailureKind.NotFound),
        (".Duplicate", FailureKind.Conflict), ("AlreadyExists", FailureKind.Conflict), ("AlreadyExistsException", FailureKind.Conflict),
        (".Malformed", FailureKind.InvalidInput),
        ("LimitExceeded", FailureKind.LimitReached), ("LimitExceededException", FailureKind.LimitReached),
        (".Unavailable", FailureKind.Busy), (".InUse", FailureKind.Busy),
    ];

    static AwsFailure()
    {
        Rows(FailureKind.Authentication,
            AwsException.CredentialsUnavailable, "AuthFailure", "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "InvalidClientTokenId",
            "InvalidIdentityToken", "MissingAuthenticationToken", "RequestExpired", "SignatureDoesNotMatch", "UnrecognizedClientException");
        Rows(FailureKind.PermissionDenied, "AccessDenied", "AccessDeniedException", "OperationNotPermitted", "OptInRequired", "UnauthorizedOperation", "UnauthorizedException");
        Rows(FailureKind.NotFound, "ParameterNotFound", "ParameterVersionNotFound");
        Rows(FailureKind.Conflict, "IdempotentParameterMismatch");
        Rows(FailureKind.InvalidInput, "RegionMissing", "InvalidParameter", "InvalidParameterCombination", "InvalidParameterValue", "MissingParameter", "UnknownParameter", "ValidationError", "ValidationException");
        Rows(FailureKind.Busy, "DependencyViolation", "IncorrectState", "IncorrectInstanceState", "ResourceInUse", "ResourceContention");
        Rows(FailureKind.LimitReached, "RequestLimitExceeded", "ResourceCountExceeded", "EC2ThrottledException", "RequestThrottled", "SnapshotCreationPerVolumeRateExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException", "InsufficientInstanceCapacity");
        Rows(FailureKind.TimedOut, AwsException.RequestTimeout);
        Rows(FailureKind.Unreachable, AwsException.ConnectionFailed, AwsException.InvalidResponse);
    }

    public static FailureKind KindOf(AwsException e)
    {
        if (codes.TryGetValue(e.Code, out var kind)) return kind;
        foreach (var (end, of) in endings)
            if (e.Code.EndsWith(end, StringComparison.Ordinal)) return of;
        return FailureKind.ServiceFailed;
    }

    private static void Rows(FailureKind kind, params string[] of)
    {
        foreach (var code in of) codes.Add(code, kind);
    }
}
