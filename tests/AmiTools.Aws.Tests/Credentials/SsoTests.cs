using System.Security.Cryptography;
using System.Text;
using AmiTools.Aws.Tests.Contract;

namespace AmiTools.Aws.Tests.Credentials;

/// <summary>The SDK asks a portal for a role of which the portal gives none.</summary>
[Collection(OwnVariables.Collection)]
public sealed class SsoTests : IDisposable
{
    private const string Start = "https://company.awsapps.com/start";

    private readonly string home = Directory.CreateTempSubdirectory("aws-sso-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData(403, "ForbiddenException", "No access", "AccessDenied")]
    [InlineData(404, "ResourceNotFoundException", "The specified resource doesn't exist", "ResourceNotFoundException")]
    public async Task A_role_that_is_refused_is_named_with_its_profile_and_account(int status, string type, string message, string code)
    {
        await using var portal = new ScriptedAws((_, _) => new(status, $$"""{"message":"{{message}}","__type":"com.amazonaws.switchboard.portal#{{type}}"}""", "application/json"));
        var e = await Should.ThrowAsync<AwsException>(() => OpenAsync(portal));
        e.Message.ShouldContain($"SSO gives profile 'company' no credentials for the role 'Builder' of the account 111111111111: {message}. Its sso_account_id and sso_role_name have to be assigned to you");
        (e.Service, e.Action, e.Code, e.StatusCode, e.IsRetryable).ShouldBe(("SSO", "GetRoleCredentials", code, status, false));
        e.ToString().ShouldNotContain("good-token");
        // What is refused once is not asked for again.
        portal.Requests.Count.ShouldBe(1);
        portal.Requests.Single().Headers["x-amz-sso_bearer_token"].ShouldBe("good-token");
    }

    [Fact]
    public async Task A_token_that_the_portal_does_not_know_is_another_thing()
    {
        await using var portal = new ScriptedAws((_, _) => new(401, """{"message":"Session token not found or invalid","__type":"com.amazonaws.switchboard.portal#UnauthorizedException"}""", "application/json"));
        var e = await Should.ThrowAsync<AwsException>(() => OpenAsync(portal));
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);
        e.Message.ShouldContain("run: aws sso login --profile company");
    }

    private async Task OpenAsync(ScriptedAws portal)
    {
        var config = Path.Combine(home, "config");
        await File.WriteAllTextAsync(config, $"[company]\nsso_start_url={Start}\nsso_region=eu-west-1\nsso_account_id=111111111111\nsso_role_name=Builder\nregion=eu-west-1\n");
        var cache = Directory.CreateDirectory(Path.Combine(home, ".aws", "sso", "cache")).FullName;
        var token = $$"""{"startUrl":"{{Start}}","region":"eu-west-1","accessToken":"good-token","expiresAt":"{{DateTime.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}"}""";
        await File.WriteAllTextAsync(Path.Combine(cache, Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Start))) + ".json"), token);
        using var set = new OwnVariables(new Dictionary<string, string> { ["HOME"] = home, ["AWS_ENDPOINT_URL_SSO"] = portal.Url.ToString(), ["AWS_ENDPOINT_URL_SSO_OIDC"] = portal.Url.ToString() });
        using var aws = await SdkAws.OpenAsync(new() { EndpointUrl = portal.Url, Credentials = new() { Profile = "company", ProfileLocation = config } });
    }
}
