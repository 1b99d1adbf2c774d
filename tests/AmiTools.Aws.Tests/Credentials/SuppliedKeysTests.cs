using AmiTools.Aws.Tests.Contract;

namespace AmiTools.Aws.Tests.Credentials;

/// <summary>Keys that somebody else holds: asked for every call, and never an end of the world.</summary>
public sealed class SuppliedKeysTests
{
    [Fact]
    public async Task Keys_that_were_renewed_sign_the_next_call()
    {
        await using var server = new ScriptedAws((_, _) => ScriptedAws.Images());
        server.Trust("ASIAFIRST", "first-secret");
        server.Trust("ASIASECOND", "second-secret");
        var keys = new AwsKeys("ASIAFIRST", "first-secret", "first-token");
        using var aws = await server.OpenAsync(credentials: new() { Supplied = new("$StoredAWSCredentials", () => keys) });
        aws.CredentialsFrom.ShouldBe("$StoredAWSCredentials");

        await aws.SendAsync(new DescribeImages());
        keys = new("ASIASECOND", "second-secret", "second-token");
        await aws.SendAsync(new DescribeImages());

        var requests = server.Requests.ToArray();
        requests.ShouldAllBe(r => r.SignatureIsRight);
        requests.Select(r => r.Headers["x-amz-security-token"]).ShouldBe(["first-token", "second-token"]);
    }

    [Fact]
    public async Task What_gives_none_says_so_with_its_own_words()
    {
        var e = await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = new() { Supplied = new("-Credential", () => throw new InvalidOperationException("The session has expired.")) } }));
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);
        e.Message.ShouldContain("-Credential gives no credentials: The session has expired (");
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_them()
    {
        using var forever = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        var opening = SdkAws.OpenAsync(new()
        {
            Region = "eu-west-1",
            Credentials = new() { Supplied = new("-Credential", () => { asked.SetResult(); forever.Wait(CancellationToken.None); return new("a", "b"); }) },
        }, stop.Token);
        await asked.Task;
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => opening);
        forever.Set();
    }

    [Theory]
    [InlineData("eu-north-1", null, "eu-north-1")]
    [InlineData(null, null, "us-west-2")]
    [InlineData(null, "sa-east-1", "sa-east-1")]
    public async Task The_sessions_Region_stands_behind_a_given_one_and_a_profiles(string? given, string? profiles, string region)
    {
        var location = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(location, $"[dev]\naws_access_key_id=AKIAX\naws_secret_access_key=y\n{(profiles is null ? "" : "region=" + profiles)}\n");
            using var aws = await SdkAws.OpenAsync(new() { Region = given, SessionRegion = "us-west-2", Credentials = new() { Profile = "dev", ProfileLocation = location, Variables = new Dictionary<string, string> { ["AWS_REGION"] = "ap-south-1" } } });
            aws.Region.ShouldBe(region);
        }
        finally
        {
            File.Delete(location);
        }
    }
}
