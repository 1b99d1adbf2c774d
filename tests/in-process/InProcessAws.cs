using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AmiTools.Aws;
using AmiTools.LocalCloud;

namespace AmiTools.Tests;

/// <summary>
/// The seam to AWS over a cloud in this process: our own marshalling and reading, but no connection, no signature and no
/// pauses between tries. For tests that make very many calls.
/// </summary>
internal sealed class InProcessAws(InProcessCloud cloud, string account, string region, int retries = 2) : IAws
{
    public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var (service, action) = (operation.Service, operation.Action);
        var request = new DefaultRequest(new Empty(), service.ServiceId) { HttpMethod = "POST", ResourcePath = "/" };
        service.Write(action, operation.Parameters, request);
        var body = request.Content ?? Bytes(request.ContentStream);
        for (var left = retries; ; left--)
        {
            var e = Try(service, action, body, request.Headers.TryGetValue("X-Amz-Target", out var target) ? target : null, out TResult? result);
            if (e is null) return Task.FromResult(result!);
            if (!e.IsRetryable || left == 0) return Task.FromException<TResult>(e);
        }
    }

    private AwsException? Try<TResult>(Service service, string action, byte[] body, string? target, out TResult? result)
    {
        result = default;
        var answer = cloud.Call(account, region, service.Prefix, body, target);
        if (answer.IsBroken) return new(service.ServiceId, action, AwsException.ConnectionFailed, "the connection broke", isRetryable: true);
        if (answer.Status == 200)
        {
            try
            {
                result = service.Read<TResult>(action, new MemoryStream(answer.Body));
                return null;
            }
            catch (InvalidBodyException invalid)
            {
                return new(service.ServiceId, action, AwsException.InvalidResponse, invalid.Message, 200, isRetryable: true);
            }
        }
        var error = service.ReadError(answer.Body, _ => null) ?? new(AwsException.InvalidResponse, $"HTTP {answer.Status}", null);
        return new(service.ServiceId, action, error.Code, error.Message, answer.Status, error.RequestId, isRetryable: answer.Status >= 500 || error.Code is "Throttling" or "ThrottlingException");
    }

    private static byte[] Bytes(Stream stream)
    {
        using var copy = new MemoryStream();
        using (stream) stream.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed class Empty : AmazonWebServiceRequest;
}
