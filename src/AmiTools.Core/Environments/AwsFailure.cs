using AmiTools.Aws;

namespace AmiTools.Core.Environments;

/// <summary>The one table from AWS's error codes to kinds of failure.</summary>
public static class AwsFailure
{
    public static FailureKind KindOf(AwsException e) => e.Code switch
    {
        AwsException.CredentialsUnavailable or "AuthFailure" or "InvalidClientTokenId" or "SignatureDoesNotMatch" or "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" or "UnrecognizedClientException" => FailureKind.Authentication,
        "UnauthorizedOperation" or "AccessDenied" or "AccessDeniedException" or "OptInRequired" => FailureKind.PermissionDenied,
        AwsException.RequestTimeout => FailureKind.TimedOut,
        "RegionMissing" => FailureKind.InvalidInput,
        var code when code.EndsWith(".NotFound", StringComparison.Ordinal) || code == "ParameterNotFound" => FailureKind.NotFound,
        var code when code.EndsWith(".Duplicate", StringComparison.Ordinal) || code.EndsWith("AlreadyExists", StringComparison.Ordinal) => FailureKind.Conflict,
        var code when code.EndsWith(".Malformed", StringComparison.Ordinal) || code is "InvalidParameterValue" or "ValidationException" => FailureKind.InvalidInput,
        _ => FailureKind.ServiceFailed,
    };
}
