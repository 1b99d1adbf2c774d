using System.Diagnostics;

namespace AmiTools.Aws.Tests.Credentials;

/// <summary>The role of the machine, where the service for it is silent. What it answers with is tested on a real PowerShell.</summary>
public sealed class MetadataTests
{
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
}
