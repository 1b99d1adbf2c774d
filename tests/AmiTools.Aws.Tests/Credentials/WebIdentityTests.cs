using AmiTools.Aws.Tests.Contract;

namespace AmiTools.Aws.Tests.Credentials;

/// <summary>A token in a file instead of keys, as EKS and the OIDC of CI servers give it.</summary>
public sealed class WebIdentityTests : IDisposable
{
    private const string Role = "arn:aws:iam::1:role/Ci";

    private readonly string folder = Directory.CreateTempSubdirectory("aws-web-").FullName;

    private string TokenFile => Path.Combine(folder, "token");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_role_of_the_variables_is_assumed_unsigned_at_the_targets_endpoint()
    {
        await using var server = Server();
        await File.WriteAllTextAsync(TokenFile, "the.web.token\n");
        using var aws = await server.OpenAsync(credentials: new()
        {
            ProfileLocation = Path.Combine(folder, "none"),
            Variables = new Dictionary<string, string> { ["AWS_WEB_IDENTITY_TOKEN_FILE"] = TokenFile, ["AWS_ROLE_ARN"] = Role, ["AWS_ROLE_SESSION_NAME"] = "build-7" },
        });
        await aws.SendAsync(new DescribeImages());
        await aws.SendAsync(new DescribeImages());

        aws.CredentialsFrom.ShouldBe("web identity " + Role);
        var requests = server.Requests.ToArray();
        requests.Select(r => r.Action).ShouldBe(["AssumeRoleWithWebIdentity", "DescribeImages", "DescribeImages"]);
        (requests[0].Form("RoleArn"), requests[0].Form("RoleSessionName"), requests[0].Form("WebIdentityToken")).ShouldBe((Role, "build-7", "the.web.token"));
        requests[0].Headers.Keys.ShouldNotContain("authorization");
        requests[1].Headers["x-amz-security-token"].ShouldBe("token-of-ASIAWEB");
        requests[1].SignatureIsRight.ShouldBeTrue();
        (await aws.SecretsAsync()).ShouldContain("secret-of-ASIAWEB");
    }

    [Fact]
    public async Task So_is_a_profiles_and_a_role_on_top_of_it()
    {
        await using var server = Server();
        server.Trust("ASIATOP", "secret-of-ASIATOP");
        await File.WriteAllTextAsync(TokenFile, "t");
        var location = Path.Combine(folder, "profiles");
        await File.WriteAllTextAsync(location, $"[ci]\nrole_arn={Role}\nweb_identity_token_file={TokenFile}\nregion=eu-west-1\n");
        using var aws = await server.OpenAsync(credentials: new() { Profile = "ci", ProfileLocation = location, Roles = [new("arn:aws:iam::2:role/Top")] });
        await aws.SendAsync(new DescribeImages());
        server.Requests.Select(r => r.Action).ShouldBe(["AssumeRoleWithWebIdentity", "AssumeRole", "DescribeImages"]);
        server.Requests.Last().Headers["x-amz-security-token"].ShouldBe("token-of-ASIATOP");
        aws.CredentialsFrom.ShouldBe("role arn:aws:iam::2:role/Top through web identity of profile ci");
    }

    [Fact]
    public async Task A_token_that_is_not_there_is_named_with_its_file()
    {
        await using var server = Server();
        using var aws = await server.OpenAsync(credentials: new()
        {
            ProfileLocation = Path.Combine(folder, "none"),
            Variables = new Dictionary<string, string> { ["AWS_WEB_IDENTITY_TOKEN_FILE"] = TokenFile, ["AWS_ROLE_ARN"] = Role },
        });
        var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()));
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);
        e.Message.ShouldContain($"the web identity token in {TokenFile}");
    }

    [Fact]
    public async Task A_refused_token_is_STSs_error_and_is_not_shown()
    {
        await using var server = new ScriptedAws((_, _) => new(400, "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>Incorrect token audience</Message></Error></ErrorResponse>"));
        await File.WriteAllTextAsync(TokenFile, "secret.web.token");
        using var aws = await server.OpenAsync(credentials: new()
        {
            ProfileLocation = Path.Combine(folder, "none"),
            Variables = new Dictionary<string, string> { ["AWS_WEB_IDENTITY_TOKEN_FILE"] = TokenFile, ["AWS_ROLE_ARN"] = Role },
        });
        var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()));
        (e.Service, e.Code).ShouldBe(("STS", "InvalidIdentityToken"));
        e.ToString().ShouldNotContain("secret.web.token");
    }

    private static ScriptedAws Server()
    {
        var server = new ScriptedAws((r, _) => r.Action switch
        {
            "AssumeRoleWithWebIdentity" => CredentialTests.Session("ASIAWEB", action: r.Action),
            "AssumeRole" => CredentialTests.Session("ASIATOP"),
            _ => ScriptedAws.Images(),
        });
        server.Trust("ASIAWEB", "secret-of-ASIAWEB");
        return server;
    }
}
