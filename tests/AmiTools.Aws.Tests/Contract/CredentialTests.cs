using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Aws.Tests.Contract;

public sealed class CredentialTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("aws-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Variables_with_a_prefix_are_used()
    {
        await using var server = new ScriptedAws((_, _) => ScriptedAws.Images());
        using var aws = await server.OpenAsync(credentials: new() { EnvironmentPrefix = "DEV", Variables = new Dictionary<string, string> { ["DEV_AWS_ACCESS_KEY_ID"] = ScriptedAws.Key, ["DEV_AWS_SECRET_ACCESS_KEY"] = ScriptedAws.Secret, ["AWS_ACCESS_KEY_ID"] = "AKIAOTHER" } });
        await aws.SendAsync(new DescribeImages());
        server.Requests.Single().SignatureIsRight.ShouldBeTrue();
    }

    [Fact]
    public async Task Missing_variables_are_named()
    {
        var e = await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = new() { EnvironmentPrefix = "PROD" } }));
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);
        e.Message.ShouldContain("PROD_AWS_ACCESS_KEY_ID");
    }

    [Fact]
    public async Task A_profile_brings_its_Region()
    {
        using var aws = await SdkAws.OpenAsync(new() { Credentials = new() { Profile = "dev", ProfileLocation = Profiles("[dev]\naws_access_key_id=AKIAX\naws_secret_access_key=y\nregion=ap-southeast-2\n") } });
        aws.Region.ShouldBe("ap-southeast-2");
        aws.CredentialsFrom.ShouldBe("profile dev");
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_named()
    {
        var e = await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = new() { Profile = "nope", ProfileLocation = Profiles("") } }));
        e.Message.ShouldContain("'nope'");
    }

    [Fact]
    public async Task No_Region_anywhere_is_said()
    {
        (await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Credentials = new() { Keys = new("a", "b") } }))).Code.ShouldBe("RegionMissing");
    }

    [Fact]
    public async Task Nothing_at_all_is_known_within_seconds()
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        var variables = new Dictionary<string, string> { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:1" };
        var e = await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = new() { ProfileLocation = Profiles(""), Variables = variables } }));
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_file_of_profiles_that_is_none_is_named_with_its_line_and_without_it()
    {
        var location = Profiles("[dev]\naws_access_key_id=AKIAX\nsecret-without-a-name\n");
        var e = await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = new() { Profile = "dev", ProfileLocation = location } }));
        e.Message.ShouldContain($"line 3 of {location} can't be read; expected [profile], name = value or a comment");
        e.ToString().ShouldNotContain("secret-without-a-name");
    }

    [Fact]
    public async Task A_metadata_service_that_gives_no_role_is_named()
    {
        await using var server = new ScriptedAws((_, _) => new(404, ""));
        var endpoint = server.Url.GetLeftPart(UriPartial.Authority);
        // The SDK reads the process's environment; nobody else here asks the metadata service.
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint);
        try
        {
            var variables = new Dictionary<string, string> { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = endpoint };
            var e = await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = new() { InstanceRole = true, Variables = variables } }));
            e.Code.ShouldBe(AwsException.CredentialsUnavailable);
            e.Message.ShouldContain($"the instance's metadata service at {endpoint} answers and gives no role: ");
            e.Message.ShouldContain("Give the instance a role (an instance profile)");
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT", null);
        }
    }

    [Fact]
    public async Task Roles_are_assumed_one_after_the_other_with_external_id_at_the_same_endpoint()
    {
        await using var server = new ScriptedAws((r, _) => r.Action switch
        {
            "AssumeRole" => Session(r.Form("RoleArn")!.EndsWith("First", StringComparison.Ordinal) ? "ASIAFIRST" : "ASIASECOND"),
            _ => ScriptedAws.Images("ami-1"),
        });
        server.Trust("ASIAFIRST", "secret-of-ASIAFIRST");
        server.Trust("ASIASECOND", "secret-of-ASIASECOND");
        using var aws = await server.OpenAsync(credentials: new()
        {
            Keys = new(ScriptedAws.Key, ScriptedAws.Secret),
            Roles = [new("arn:aws:iam::1:role/First") { ExternalId = "xyz", Duration = TimeSpan.FromMinutes(20) }, new("arn:aws:iam::2:role/Second") { SessionName = "nightly" }],
        });
        await aws.SendAsync(new DescribeImages());
        await aws.SendAsync(new DescribeImages());

        var requests = server.Requests.ToArray();
        requests.Select(r => r.Action).ShouldBe(["AssumeRole", "AssumeRole", "DescribeImages", "DescribeImages"]);
        requests.ShouldAllBe(r => r.SignatureIsRight);
        requests[0].Form("ExternalId").ShouldBe("xyz");
        requests[0].Form("DurationSeconds").ShouldBe("1200");
        requests[1].Form("RoleSessionName").ShouldBe("nightly");
        requests[2].Headers["x-amz-security-token"].ShouldBe("token-of-ASIASECOND");
    }

    [Fact]
    public async Task A_profile_with_a_role_is_assumed_at_the_targets_endpoint()
    {
        await using var server = new ScriptedAws((r, _) => r.Action == "AssumeRole" ? Session("ASIAFIRST") : ScriptedAws.Images());
        server.Trust("ASIAFIRST", "secret-of-ASIAFIRST");
        var location = Profiles($"[base]\naws_access_key_id={ScriptedAws.Key}\naws_secret_access_key={ScriptedAws.Secret}\n[prod]\nrole_arn=arn:aws:iam::1:role/P\nsource_profile=base\nexternal_id=e\nregion=eu-west-1\n");
        using var aws = await server.OpenAsync(credentials: new() { Profile = "prod", ProfileLocation = location });
        await aws.SendAsync(new DescribeImages());
        server.Requests.First().Form("ExternalId").ShouldBe("e");
        server.Requests.Last().Headers["x-amz-security-token"].ShouldBe("token-of-ASIAFIRST");
    }

    [Fact]
    public async Task A_refused_role_is_the_roles_own_error()
    {
        await using var server = new ScriptedAws((_, _) => new(403, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not yours</Message></Error><RequestId>r</RequestId></ErrorResponse>"));
        using var aws = await server.OpenAsync(credentials: new() { Keys = new(ScriptedAws.Key, ScriptedAws.Secret), Roles = [new("arn:aws:iam::1:role/X")] });
        var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()));
        (e.Service, e.Action, e.Code).ShouldBe(("STS", "AssumeRole", "AccessDenied"));
    }

    [Fact]
    public async Task Keys_for_a_child_are_minted_anew_for_the_time_they_are_needed()
    {
        await using var server = new ScriptedAws((r, _) => Session("ASIAFIRST"));
        using var aws = await server.OpenAsync(credentials: new() { Keys = new(ScriptedAws.Key, ScriptedAws.Secret), Roles = [new("arn:aws:iam::1:role/X")] });
        var keys = await aws.KeysAsync(TimeSpan.FromHours(2));
        keys.AccessKeyId.ShouldBe("ASIAFIRST");
        keys.Expires.ShouldNotBeNull();
        server.Requests.Single().Form("DurationSeconds").ShouldBe("7200");
    }

    [Fact]
    public async Task A_role_that_allows_less_gives_what_it_allows()
    {
        await using var server = new ScriptedAws((r, _) => r.Form("DurationSeconds") is null ? Session("ASIAFIRST") : new(400, "<ErrorResponse><Error><Code>ValidationError</Code><Message>exceeds the MaxSessionDuration</Message></Error></ErrorResponse>"));
        using var aws = await server.OpenAsync(credentials: new() { Keys = new(ScriptedAws.Key, ScriptedAws.Secret), Roles = [new("arn:aws:iam::1:role/X")] });
        (await aws.KeysAsync(TimeSpan.FromHours(2))).AccessKeyId.ShouldBe("ASIAFIRST");
    }

    [Fact]
    public async Task Whether_STS_is_there_is_known_after_a_few_tries()
    {
        await using var server = new ScriptedAws((_, _) => ScriptedAws.Error(503, "Unavailable"));
        using var aws = await server.OpenAsync(retries: 6);
        await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new GetCallerIdentity()));
        server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task No_failure_shows_a_secret()
    {
        foreach (var answer in new[] { ScriptedAws.Error(401, "AuthFailure"), new Scripted(200, "<html>"), new Scripted(500, "") })
        {
            await using var server = new ScriptedAws((_, _) => answer);
            using var aws = await server.OpenAsync(retries: 0);
            var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()));
            e.ToString().ShouldNotContain(ScriptedAws.Secret);
        }
        new AwsKeys("a", ScriptedAws.Secret).ToString().ShouldNotContain(ScriptedAws.Secret);
        new AwsSettings { Credentials = new() { Keys = new("a", ScriptedAws.Secret) } }.ToString().ShouldNotContain(ScriptedAws.Secret);
        new SessionCredentials { SecretAccessKey = ScriptedAws.Secret }.ToString().ShouldNotContain(ScriptedAws.Secret);
    }

    [Fact]
    public async Task A_waiter_stops_when_its_time_is_over_and_says_what_it_saw_last()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(2) };
        var waiter = new Waiter(TimeSpan.FromSeconds(10)) { Time = time, FirstDelay = TimeSpan.Zero, LongestDelay = TimeSpan.Zero, Random = () => 0.5 };
        var e = await Should.ThrowAsync<WaitTimedOutException>(() => waiter.UntilAsync("image ami-1", _ => Task.FromResult(new Look<int>(false, "pending"))));
        e.Message.ShouldBe("image ami-1: not within 10 seconds; last seen: pending");
        (await waiter.UntilAsync("image", _ => Task.FromResult(new Look<int>(true, "", 5)))).ShouldBe(5);
    }

    private string Profiles(string text)
    {
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, text);
        return path;
    }

    internal static Scripted Session(string key, TimeSpan? lifetime = null, string action = "AssumeRole") => new(200, $"<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result><AssumedRoleUser><Arn>x</Arn></AssumedRoleUser><Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret-of-{key}</SecretAccessKey><SessionToken>token-of-{key}</SessionToken><Expiration>{DateTimeOffset.UtcNow.Add(lifetime ?? TimeSpan.FromHours(1)):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials></{action}Result></{action}Response>");
}
