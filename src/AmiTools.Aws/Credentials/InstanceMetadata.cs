using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>
/// The role of the container or instance this runs on. Where there is none, that is known within a second; a service that
/// takes the connection and says nothing is given up too, and a stop ends every wait.
/// </summary>
internal static class InstanceMetadata
{
    private const string RelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", FullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private static readonly TimeSpan probe = TimeSpan.FromSeconds(1);

    // The service is on this machine and answers within milliseconds.
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(10);

    public static async Task<(AWSCredentials Credentials, string Description)?> FindAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancel)
    {
        if (variables.Value(RelativeUri) is not null || variables.Value(FullUri) is not null)
            return (await AskedAsync(() => new GenericContainerCredentials(), $"the container's service for credentials ({(variables.Value(RelativeUri) is { } r ? $"{RelativeUri} {r}" : $"{FullUri} {variables.Value(FullUri)}")})", "Give the task a role, or unset the variable", cancel).ConfigureAwait(false), "container role");
        if (string.Equals(variables.Value("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var endpoint = new Uri(variables.Value("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254");
        if (!await AnswersAsync(endpoint, cancel).ConfigureAwait(false)) return null;
        return (await AskedAsync(() => new InstanceProfileAWSCredentials(), $"the instance's metadata service at {endpoint.GetLeftPart(UriPartial.Authority)}", "Give the instance a role (an instance profile), or set AWS_EC2_METADATA_DISABLED=true where it is not to be asked", cancel).ConfigureAwait(false), "instance role");
    }

    /// <summary>The SDK asks without a way to stop it, some of it in a constructor; and only asking tells whether there is a role.</summary>
    private static async Task<AWSCredentials> AskedAsync(Func<AWSCredentials> make, string service, string next, CancellationToken cancel)
    {
        AwsException Failed(string why, Exception? inner) => new("AWS", "Credentials", AwsException.CredentialsUnavailable, $"no credentials: {service} {why}. {next}", inner: inner);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(longest);
        try
        {
            return await Task.Run(async () =>
            {
                var credentials = make();
                await credentials.GetCredentialsAsync().ConfigureAwait(false);
                return credentials;
            }, CancellationToken.None).OrStoppedAsync(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Failed($"does not answer within {longest.TotalSeconds:0} seconds", null);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or InvalidOperationException or HttpRequestException or WebException or IOException or ArgumentException or SocketException)
        {
            throw Failed($"answers and gives no role: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static async Task<bool> AnswersAsync(Uri endpoint, CancellationToken cancel)
    {
        using var socket = new TcpClient();
        var connect = socket.ConnectAsync(endpoint.Host, endpoint.Port);
        var first = await Task.WhenAny(connect, Task.Delay(probe, cancel)).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        // A connection that is given up fails later; nobody else looks at that failure.
        _ = connect.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return first == connect && connect.Status == TaskStatus.RanToCompletion;
    }
}
