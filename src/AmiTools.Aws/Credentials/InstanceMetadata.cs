using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>The role of the container or instance this runs on. Where there is none, that is known within a second.</summary>
internal static class InstanceMetadata
{
    private static readonly TimeSpan probe = TimeSpan.FromSeconds(1);

    public static async Task<AWSCredentials?> FindAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancel)
    {
        if (variables.Value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null || variables.Value("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null) return new GenericContainerCredentials();
        if (string.Equals(variables.Value("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var endpoint = new Uri(variables.Value("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254");
        return await AnswersAsync(endpoint, cancel).ConfigureAwait(false) ? await RoleAsync(endpoint).ConfigureAwait(false) : null;
    }

    /// <summary>The SDK asks for the role's name where it should only be remembering, without a way to wait.</summary>
    private static async Task<AWSCredentials> RoleAsync(Uri endpoint)
    {
        try
        {
            return await Task.Run(() => new InstanceProfileAWSCredentials()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or InvalidOperationException or HttpRequestException or WebException or IOException)
        {
            throw new AwsException("AWS", "Credentials", AwsException.CredentialsUnavailable,
                $"no credentials: the instance's metadata service at {endpoint.GetLeftPart(UriPartial.Authority)} answers and gives no role: {e.Message.TrimEnd('.')}. Give the instance a role (an instance profile), or set AWS_EC2_METADATA_DISABLED=true where it is not to be asked", inner: e);
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
