using AmiTools.Aws.Tests.Contract;

namespace AmiTools.Aws.Tests.Credentials;

/// <summary>A profile whose role asks for the code of a device.</summary>
public sealed class MfaTests : IDisposable
{
    private const string Device = "arn:aws:iam::1:mfa/anna";

    private readonly string folder = Directory.CreateTempSubdirectory("aws-mfa-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Where_nobody_can_be_asked_it_is_an_error_at_once_that_names_profile_and_device()
    {
        await using var server = Server();
        var e = await Should.ThrowAsync<AwsException>(() => server.OpenAsync(credentials: Source(null)));
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);
        e.Message.ShouldContain($"profile 'prod' needs the code of the MFA device {Device}, and nobody can be asked here. Use a profile or role without MFA");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_code_goes_to_STS_with_the_device_at_the_targets_endpoint()
    {
        await using var server = Server();
        MfaQuestion? asked = null;
        using var aws = await server.OpenAsync(credentials: Source((question, _) => { asked = question; return Task.FromResult<string?>(" 123456 "); }));
        await aws.SendAsync(new DescribeImages());

        asked.ShouldBe(new(Device, "arn:aws:iam::1:role/P", "prod"));
        var requests = server.Requests.ToArray();
        requests.Select(r => r.Action).ShouldBe(["AssumeRole", "DescribeImages"]);
        (requests[0].Form("SerialNumber"), requests[0].Form("TokenCode")).ShouldBe((Device, "123456"));
        requests.ShouldAllBe(r => r.SignatureIsRight);
    }

    [Fact]
    public async Task Whoever_has_typed_one_is_not_asked_again_by_the_next_connection_or_for_a_child()
    {
        await using var server = Server();
        var times = 0;
        Task<string?> Ask(MfaQuestion question, CancellationToken cancel) => Task.FromResult<string?>($"{++times}");
        using (var first = await server.OpenAsync(credentials: Source(Ask))) await first.SendAsync(new DescribeImages());
        using var second = await server.OpenAsync(credentials: Source(Ask));
        await second.SendAsync(new DescribeImages());
        (await second.KeysAsync(TimeSpan.FromHours(2))).AccessKeyId.ShouldBe("ASIAMFA");
        times.ShouldBe(1);
    }

    [Fact]
    public async Task A_session_about_to_end_is_no_use_and_a_new_code_is_asked_for()
    {
        await using var server = Server(TimeSpan.FromMinutes(2));
        var times = 0;
        Task<string?> Ask(MfaQuestion question, CancellationToken cancel) => Task.FromResult<string?>($"{++times}");
        using (var first = await server.OpenAsync(credentials: Source(Ask))) times.ShouldBe(1);
        using (var second = await server.OpenAsync(credentials: Source(Ask))) times.ShouldBe(2);
    }

    [Fact]
    public async Task No_code_is_an_error_and_so_is_a_wrong_one()
    {
        await using var server = new ScriptedAws((_, _) => new(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code.</Message></Error></ErrorResponse>"));
        (await Should.ThrowAsync<AwsException>(() => server.OpenAsync(credentials: Source((_, _) => Task.FromResult<string?>(""))))).Message.ShouldContain("and none was typed");
        var wrong = await Should.ThrowAsync<AwsException>(() => server.OpenAsync(credentials: Source((_, _) => Task.FromResult<string?>("987654"))));
        wrong.Message.ShouldContain("invalid MFA one time pass code");
        wrong.ToString().ShouldNotContain("987654");
    }

    private static ScriptedAws Server(TimeSpan? lifetime = null)
    {
        var server = new ScriptedAws((r, _) => r.Action == "AssumeRole" ? CredentialTests.Session("ASIAMFA", lifetime) : ScriptedAws.Images());
        server.Trust("ASIAMFA", "secret-of-ASIAMFA");
        return server;
    }

    private AwsCredentialSource Source(Func<MfaQuestion, CancellationToken, Task<string?>>? ask)
    {
        var location = Path.Combine(folder, "profiles");
        File.WriteAllText(location, $"[base]\naws_access_key_id={ScriptedAws.Key}\naws_secret_access_key={ScriptedAws.Secret}\n[prod]\nrole_arn=arn:aws:iam::1:role/P\nsource_profile=base\nmfa_serial={Device}\nregion=eu-west-1\n");
        return new() { Profile = "prod", ProfileLocation = location, AskMfaCode = ask };
    }
}
