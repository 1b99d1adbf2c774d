using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>
/// The role of the container or instance this runs on. Where there is none, that is known within a second; a service that
/// takes the connection and says nothing is given up too, and a stop ends every wait.
/// </summary>
internal static class InstanceMetadata
{
    private const string RelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", FullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string InstanceNext = "Give the instance a role (an instance profile), or set AWS_EC2_METADATA_DISABLED=true where it is not to be asked";

    private static readonly TimeSpan probe = TimeSpan.FromSeconds(1);

    // The service is on this machine and answers within milliseconds.
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(10);

    private enum Presence
    {
        Nobody,
        Silent,
        Answers,
    }

    public static Task<(AWSCredentials Credentials, string Description)?> FindAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancel) => FindAsync(variables, longest, cancel);

    /// <param name="variables">The host's environment variables.</param>
    /// <param name="patience">How long a service may take that is known to be there.</param>
    /// <param name="cancel">Ends every wait.</param>
    public static async Task<(AWSCredentials Credentials, string Description)?> FindAsync(IReadOnlyDictionary<string, string> variables, TimeSpan patience, CancellationToken cancel)
    {
        if (variables.Value(RelativeUri) is not null || variables.Value(FullUri) is not null)
            return (await AskedAsync(() => new GenericContainerCredentials(), patience, $"the container's service for credentials ({(variables.Value(RelativeUri) is { } r ? $"{RelativeUri} {r}" : $"{FullUri} {variables.Value(FullUri)}")})", "Give the task a role, or unset the variable", cancel).ConfigureAwait(false), "container role");
        if (string.Equals(variables.Value("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var endpoint = new Uri(variables.Value("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254");
        var service = $"the instance's metadata service at {endpoint.GetLeftPart(UriPartial.Authority)}";
        switch (await ProbeAsync(endpoint, cancel).ConfigureAwait(false))
        {
            case Presence.Nobody:
                return null;
            case Presence.Silent:
                // The token's answer goes no further than the hop limit (Configure the Instance Metadata Service options, EC2 User Guide).
                throw Failed(service, $"takes the connection and does not answer within {Seconds(probe)}", InstanceNext + ". In a container of an instance, the instance's hop limit for metadata has to be 2");
            default:
                return (await AskedAsync(() => new InstanceProfileAWSCredentials(), patience, service, InstanceNext, cancel).ConfigureAwait(false), "instance role");
        }
    }

    /// <summary>The SDK asks without a way to stop it, some of it in a constructor; and only asking tells whether there is a role.</summary>
    private static async Task<AWSCredentials> AskedAsync(Func<AWSCredentials> make, TimeSpan patience, string service, string next, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(patience);
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
            throw Failed(service, $"does not answer within {Seconds(patience)}", next);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or InvalidOperationException or HttpRequestException or WebException or IOException or ArgumentException or SocketException)
        {
            throw Failed(service, $"answers and gives no role: {e.Message.TrimEnd('.')}", next, e);
        }
    }

    /// <summary>Asks for a token, as everything else begins too; whatever comes back tells that somebody is there.</summary>
    private static async Task<Presence> ProbeAsync(Uri endpoint, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(probe);
        using var socket = new TcpClient();
        var question = Encoding.ASCII.GetBytes($"PUT {endpoint.AbsolutePath.TrimEnd('/')}/latest/api/token HTTP/1.1\r\nHost: {endpoint.Authority}\r\nX-aws-ec2-metadata-token-ttl-seconds: 60\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var isConnected = false;
        try
        {
            return await ConversationAsync().OrStoppedAsync(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return isConnected ? Presence.Silent : Presence.Nobody;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return isConnected ? Presence.Answers : Presence.Nobody;
        }

        async Task<Presence> ConversationAsync()
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port).ConfigureAwait(false);
            isConnected = true;
            var stream = socket.GetStream();
            await stream.WriteAsync(question, 0, question.Length, late.Token).ConfigureAwait(false);
            _ = await stream.ReadAsync(new byte[1], 0, 1, late.Token).ConfigureAwait(false);
            return Presence.Answers;
        }
    }

    private static AwsException Failed(string service, string why, string next, Exception? inner = null) =>
        new("AWS", "Credentials", AwsException.CredentialsUnavailable, $"no credentials: {service} {why}. {next}", inner: inner);

    private static string Seconds(TimeSpan time) => time == TimeSpan.FromSeconds(1) ? "a second" : $"{time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} seconds";
}
