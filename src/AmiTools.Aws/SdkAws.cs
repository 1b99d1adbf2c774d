using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>AWS, through AWSSDK.Core's pipeline. One instance holds one set of credentials and one Region, and may be used by many threads.</summary>
public sealed class SdkAws : IAws, IDisposable
{
    private static readonly HashSet<string> throttled = new(StringComparer.Ordinal)
    {
        "RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException", "RequestThrottled", "EC2ThrottledException",
    };

    // STS is asked first of all and knows no buckets: where it does not answer there is no network, and whoever waits is to
    // know that soon.
    private const int IdentityRetries = 3;

    private readonly ConcurrentDictionary<Service, Lazy<Client>> clients = new();
    private readonly AwsSettings settings;
    private readonly ResolvedCredentials credentials;

    private SdkAws(AwsSettings settings, ResolvedCredentials credentials, string region)
    {
        this.settings = settings;
        this.credentials = credentials;
        Region = region;
    }

    /// <summary>The Region in force.</summary>
    public string Region { get; }

    /// <summary>The endpoint instead of AWS's own, if one was given.</summary>
    internal Uri? EndpointUrl => settings.EndpointUrl;

    /// <summary>Where the credentials were found, in words, without any secret: <c>profile dev</c>.</summary>
    public string CredentialsFrom => credentials.Description;

    /// <summary>Finds the credentials and the Region. No call is made but what finding credentials needs.</summary>
    public static async Task<SdkAws> OpenAsync(AwsSettings settings, CancellationToken cancel = default)
    {
        var resolved = await CredentialResolver.ResolveAsync(settings, cancel).ConfigureAwait(false);
        var region = settings.RegionWith(resolved.Region)
            ?? throw new AwsException("AWS", "Region", "RegionMissing", $"no Region is given, and {resolved.Description} names none");
        return new SdkAws(settings, resolved, region);
    }

    /// <inheritdoc/>
    public async Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
    {
        var service = operation.Service;
        try
        {
            var client = clients.GetOrAdd(service, s => new(() => new Client(new Config(s, s == Service.Sts ? settings with { MaxRetries = Math.Min(settings.MaxRetries, IdentityRetries) } : settings, Region), credentials.Value))).Value;
            return await client.SendAsync(operation, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not AwsException && !(e is OperationCanceledException && cancel.IsCancellationRequested))
        {
            cancel.ThrowIfCancellationRequested();
            throw Translate(service.ServiceId, operation.Action, e);
        }
    }

    /// <summary>
    /// Credentials for a child process. Those of a role are minted anew, for <paramref name="lifetime"/> where the role
    /// allows it and for as long as it allows otherwise: look at <see cref="AwsKeys.Expires"/>.
    /// </summary>
    public async Task<AwsKeys> KeysAsync(TimeSpan lifetime, CancellationToken cancel = default)
    {
        try
        {
            return await credentials.KeysAsync(lifetime, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not AwsException and not OperationCanceledException)
        {
            throw Translate("AWS", "Credentials", e);
        }
    }

    /// <summary>The secret keys and tokens in force, and those that they were got with, for whoever has to keep them out of sight.</summary>
    public async Task<IReadOnlyList<string>> SecretsAsync(CancellationToken cancel = default)
    {
        try
        {
            return await credentials.SecretsAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not AwsException and not OperationCanceledException)
        {
            throw Translate("AWS", "Credentials", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in clients.Values) if (client.IsValueCreated) client.Value.Dispose();
        credentials.Dispose();
    }

    private AwsException Translate(string service, string action, Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException) if (inner is AwsException known) return known;
        switch (e)
        {
            case AmazonServiceException s when s.StatusCode != 0 || s.ErrorCode is { Length: > 0 }:
                var retryable = (int)s.StatusCode >= 500 || (s.ErrorCode is { } code && throttled.Contains(code));
                return new(service, action, s.ErrorCode is { Length: > 0 } c ? c : "Unknown", s.Message, (int)s.StatusCode, s.RequestId, retryable, e);
            case OperationCanceledException or TimeoutException:
                return new(service, action, AwsException.RequestTimeout, $"no answer within {settings.RequestTimeout.TotalSeconds:0} s", isRetryable: true, inner: e);
            case HttpRequestException or WebException or IOException:
                return new(service, action, AwsException.ConnectionFailed, $"{Endpoint(service)} can't be reached: {Deepest(e).Message}", isRetryable: true, inner: e);
            case AmazonClientException when Deepest(e) is HttpRequestException or IOException or System.Net.Sockets.SocketException:
                return new(service, action, AwsException.ConnectionFailed, $"{Endpoint(service)} can't be reached: {Deepest(e).Message}", isRetryable: true, inner: e);
            default:
                return new(service, action, AwsException.CredentialsUnavailable, $"the credentials ({credentials.Description}) can't be used: {e.Message}", inner: e);
        }
    }

    private string Endpoint(string service) => settings.EndpointUrl?.ToString() ?? $"{service} in {Region}";

    private static Exception Deepest(Exception e) => e.InnerException is { } inner ? Deepest(inner) : e;
}
