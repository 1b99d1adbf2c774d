namespace AmiTools.Aws.Tests.Credentials;

/// <summary>What has to be kept out of sight because it lies where every child of ours could read it.</summary>
public sealed class SharedSecretsTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("aws-home-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void Keys_of_all_profiles_and_tokens_of_all_caches_are_known()
    {
        var profiles = Write(".aws/credentials", "[one]\naws_access_key_id=AKIAONE\naws_secret_access_key=secret-one\n[two]\naws_access_key_id=ASIATWO\naws_secret_access_key=secret-two\naws_session_token=token-two\n[role]\nrole_arn=arn:aws:iam::1:role/X\nsource_profile=one\n");
        Write(".aws/sso/cache/1.json", """{"startUrl":"https://x","accessToken":"sso-token","refreshToken":"sso-refresh","clientId":"id","clientSecret":"sso-client","expiresAt":"2030-01-01T00:00:00Z"}""");
        Write(".aws/cli/cache/2.json", """{"Credentials":{"AccessKeyId":"ASIATHREE","SecretAccessKey":"cli-secret","SessionToken":"cli-token","Expiration":"2030-01-01T00:00:00Z"},"AssumedRoleUser":{"Arn":"arn"}}""");
        Write(".aws/sso/cache/broken.json", "{ no json");
        Write(".aws/sso/cache/list.json", "[1, 2]");

        Found(profiles).ShouldBe(["secret-one", "secret-two", "token-two", "sso-token", "sso-refresh", "sso-client", "cli-secret", "cli-token"], ignoreOrder: true);
    }

    [Fact]
    public void Where_nothing_is_nothing_is_known()
    {
        Found(Path.Combine(home, "nothing")).ShouldBeEmpty();
        SharedSecrets.In(Path.Combine(home, "nothing"), new Dictionary<string, string>()).ShouldBeEmpty();
        Found(Write("broken", "no profile\n= [[[\n")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_is_known_with_what_it_was_got_with()
    {
        await using var server = new Contract.ScriptedAws((_, _) => new(200, $"<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><AssumedRoleUser><Arn>x</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>{DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"));
        using var aws = await server.OpenAsync(credentials: new() { Keys = new(Contract.ScriptedAws.Key, Contract.ScriptedAws.Secret), Roles = [new("arn:aws:iam::1:role/X")] });
        (await aws.SecretsAsync()).ShouldBe(["role-secret", "role-token", Contract.ScriptedAws.Secret]);
    }

    private IReadOnlyList<string> Found(string profiles) => SharedSecrets.In(profiles, new Dictionary<string, string> { ["HOME"] = home });

    private string Write(string name, string text)
    {
        var path = Path.Combine(home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
