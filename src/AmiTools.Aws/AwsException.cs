namespace AmiTools.Aws;

/// <summary>A call that AWS refused or that did not get an answer. The message is complete and free of secrets.</summary>
public sealed class AwsException(string service, string action, string code, string message, int? statusCode = null, string? requestId = null, bool isRetryable = false, Exception? inner = null)
    : Exception($"{service} {action}: {message} ({code}{(requestId is null ? "" : $", request {requestId}")})", inner)
{
    /// <summary>No connection could be made or it broke.</summary>
    public const string ConnectionFailed = nameof(ConnectionFailed);
    /// <summary>No answer within the time allowed.</summary>
    public const string RequestTimeout = nameof(RequestTimeout);
    /// <summary>An answer that is not AWS's: HTML from a proxy, an empty or a cut body.</summary>
    public const string InvalidResponse = nameof(InvalidResponse);
    /// <summary>No credentials could be found, or they can't be renewed.</summary>
    public const string CredentialsUnavailable = nameof(CredentialsUnavailable);

    public string Service { get; } = service;
    public string Action { get; } = action;
    /// <summary>AWS's error code (<c>InvalidAMIID.NotFound</c>) or one of the constants here.</summary>
    public string Code { get; } = code;
    public int? StatusCode { get; } = statusCode;
    public string? RequestId { get; } = requestId;
    /// <summary>True if the same call may succeed later (after the retries that were made already).</summary>
    public bool IsRetryable { get; } = isRetryable;
}
