using System.Diagnostics;

namespace AmiTools.Aws.Tests.Credentials;

/// <summary>The role of the machine, where the service for it is silent. What it answers with is tested on a real PowerShell.</summary>
[Collection(OwnVariables.Collection)]
public sealed class MetadataTests
{
    private static readonly TimeSpan shortPatience = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Work_that_knows_no_stop_does_not_keep_one_waiting()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource<int>();
        var waiting = never.Task.OrStoppedAsync(stop.Token);
        waiting.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        (await Task.FromResult(5).OrStoppedAsync(CancellationToken.None)).ShouldBe(5);
        await Should.ThrowAsync<IOException>(() => Task.FromException<int>(new IOException()).OrStoppedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_probe_of_an_address_that_leads_nowhere_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        // TEST-NET-1 of RFC 5737: nobody is there.
        var source = new AwsCredentialSource { InstanceRole = true, Variables = new Dictionary<string, string> { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://192.0.2.1" } };
        await Should.ThrowAsync<OperationCanceledException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = source }, stop.Token));
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_known_within_a_second_or_so()
    {
        var clock = Stopwatch.StartNew();
        var source = new AwsCredentialSource { InstanceRole = true, Variables = new Dictionary<string, string> { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://192.0.2.1" } };
        var e = await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = source }));
        e.Message.ShouldContain("there is no role of a container or instance here");
        // A second, and what a busy machine takes on top.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_service_that_takes_the_connection_and_says_nothing_is_given_up_by_the_probe()
    {
        using var service = new SilentService();
        var clock = Stopwatch.StartNew();
        var e = await Should.ThrowAsync<AwsException>(() => InstanceMetadata.FindAsync(service.AsMetadata(), CancellationToken.None));
        e.Message.ShouldContain($"no credentials: the instance's metadata service at {service.Url} takes the connection and does not answer within a second. Give the instance a role");
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);
        // Nothing but the probe came: the SDK's own tries take longer than this.
        service.Connections.ShouldBe(1);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_stop_ends_the_wait_of_the_probe()
    {
        using var service = new SilentService();
        using var stop = new CancellationTokenSource();
        var waiting = InstanceMetadata.FindAsync(service.AsMetadata(), stop.Token);
        await service.AskedAsync(1);
        await stop.CancelAsync();
        // Not the error that the probe itself ends in.
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    // One that answers the probe and nothing after it is tested on a real PowerShell: the SDK reads where to ask once a process.
    [Fact]
    public async Task A_containers_service_that_says_nothing_is_given_up_and_can_be_stopped()
    {
        using var service = new SilentService();
        using var set = new OwnVariables(service.AsContainer());
        var e = await Should.ThrowAsync<AwsException>(() => InstanceMetadata.FindAsync(service.AsContainer(), shortPatience, CancellationToken.None));
        e.Message.ShouldContain($"no credentials: the container's service for credentials (AWS_CONTAINER_CREDENTIALS_FULL_URI {service.Url}/container) does not answer within 0.3 seconds. Give the task a role");
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);

        using var stop = new CancellationTokenSource();
        var before = service.Connections;
        var waiting = InstanceMetadata.FindAsync(service.AsContainer(), TimeSpan.FromMinutes(1), stop.Token);
        await service.AskedAsync(before + 1);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting).WaitAsync(TimeSpan.FromSeconds(5));
    }
}
