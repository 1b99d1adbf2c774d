using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AmiTools.EndToEnd.Secrets;

/// <summary>The ways that credentials come in by, two at a time.</summary>
public enum WaysIn
{
    /// <summary>Dev: a role assumed with prefixed variables. Prod: the key of a profile.</summary>
    RoleAndProfile,
    /// <summary>Dev: a profile's credential_process. Prod: an SSO profile with a cached token.</summary>
    ProcessAndSso,
    /// <summary>Dev: the container's role. Prod: a role assumed with it.</summary>
    Container,
    /// <summary>Dev: the instance's role. Prod: a role assumed with it.</summary>
    Instance,
}

/// <summary>One of them, laid out in a folder.</summary>
/// <param name="Dev">Dev's credentials in the environments file.</param>
/// <param name="Prod">Prod's.</param>
/// <param name="DevKey">How the key id begins that dev's children have.</param>
/// <param name="ProdKey">And prod's.</param>
/// <param name="Variables">What the host's environment has for it.</param>
internal sealed record Way(string Dev, string Prod, string DevKey, string ProdKey, IReadOnlyDictionary<string, string> Variables)
{
    public const string DevId = "AKIADEVDEVDEVDEVDEVD";
    public const string ProdId = "AKIAPRODPRODPRODPROD";

    private const string Session = "ASIA";
    private const string StartUrl = "https://company.awsapps.example/start";

    // The variable that tells the program that gives credentials from every other process.
    public const string HelperMark = "HELPER_MARK";

    private static readonly string devRole = $"arn:aws:iam::{Playground.Dev}:role/AmiTools";
    private static readonly string prodRole = $"arn:aws:iam::{Playground.Prod}:role/AmiTools";

    private static readonly Canary processToken = new("the session token of dev's credential_process", "Pt7Rc3Xs9Zq4Yk6Wm1Vn+Bd5");
    private static readonly Canary ssoToken = new("the cached token of SSO", "So4Ck9Tn1Ep6Va3Lu8Wb-Xy2");
    private static readonly Canary ssoRefresh = new("the refresh token of SSO", "Rf8Sh3Tk7Nm2Qp5Zw9Jd-Uv6");
    private static readonly Canary ssoClient = new("the client's secret of SSO", "Cl2Sc7Nt4Xb9Mv6Kd1Gh-Lp3");
    private static readonly Canary ssoSession = new("the session token of prod's SSO role", "Ss6Tk1Pd8Wr3Nx9Bz4Fh+Vc7");
    private static readonly Canary containerToken = new("the container's authorization", "Ct9Au4Th7Zx2Ne6Rk3Mb-Qs8");
    private static readonly Canary containerSession = new("the session token of the container's role", "Cs3Tk8Nw5Xd1Vb7Jm4Lq+Rp9");
    private static readonly Canary instanceSession = new("the session token of the instance's role", "Is5Tk2Mz9Wn6Xc3Hb8Gf+Dv4");

    public static IReadOnlyList<Canary> Canaries { get; } = [processToken, ssoToken, ssoRefresh, ssoClient, ssoSession, containerToken, containerSession, instanceSession];

    /// <summary>The server that the ways need.</summary>
    public static async Task<CredentialServer> ServerAsync(string devSecret, string prodSecret)
    {
        var later = DateTimeOffset.UtcNow.AddHours(6);
        var server = await CredentialServer.StartAsync(kind => kind switch
        {
            "container" => JsonSerializer.Serialize(new { AccessKeyId = DevId, SecretAccessKey = devSecret, Token = containerSession.Value, Expiration = later.UtcDateTime, RoleArn = devRole }),
            "instance" => JsonSerializer.Serialize(new { Code = "Success", Type = "AWS-HMAC", LastUpdated = later.UtcDateTime.AddHours(-6), AccessKeyId = DevId, SecretAccessKey = devSecret, Token = instanceSession.Value, Expiration = later.UtcDateTime }),
            _ => JsonSerializer.Serialize(new { roleCredentials = new { accessKeyId = ProdId, secretAccessKey = prodSecret, sessionToken = ssoSession.Value, expiration = later.ToUnixTimeMilliseconds() } }),
        });
        (server.Tokens["container"], server.Tokens["sso"]) = (containerToken.Value, ssoToken.Value);
        return server;
    }

    public static Way Lay(WaysIn ways, string home, CredentialServer server, string devSecret, string prodSecret)
    {
        var aws = Directory.CreateDirectory(Path.Combine(home, ".aws")).FullName;
        switch (ways)
        {
            case WaysIn.RoleAndProfile:
                File.WriteAllText(Path.Combine(aws, "credentials"), $"[company-prod]\naws_access_key_id={ProdId}\naws_secret_access_key={prodSecret}\n");
                return new($"{{ environmentPrefix: DEV, roles: [ {{ roleArn: '{devRole}' }} ] }}", "{ profile: company-prod }", Session, ProdId, new Dictionary<string, string>
                {
                    ["DEV_AWS_ACCESS_KEY_ID"] = DevId,
                    ["DEV_AWS_SECRET_ACCESS_KEY"] = devSecret,
                });
            case WaysIn.ProcessAndSso:
                LayHelper(aws, devSecret);
                LaySso(aws);
                return new("{ profile: company-dev }", "{ profile: company-prod }", DevId, ProdId, new Dictionary<string, string>
                {
                    ["AWS_ENDPOINT_URL_SSO"] = server.Url.ToString(),
                    [HelperMark] = "1",
                    ["AMITOOLS_CREDENTIAL_PROCESS_VARIABLES"] = HelperMark,
                });
            case WaysIn.Container:
                return OfMachine(new()
                {
                    ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.Url + "container",
                    ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = containerToken.Value,
                });
            default:
                return OfMachine(new() { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.Url.GetLeftPart(UriPartial.Authority), ["AWS_EC2_METADATA_DISABLED"] = "false" });
        }

        static Way OfMachine(Dictionary<string, string> variables) => new("{ instanceRole: true }", $"{{ instanceRole: true, roles: [ {{ roleArn: '{prodRole}' }} ] }}", DevId, Session, variables);
    }

    private static void LayHelper(string aws, string devSecret)
    {
        File.WriteAllText(Path.Combine(aws, "helper.json"), JsonSerializer.Serialize(new { Version = 1, AccessKeyId = DevId, SecretAccessKey = devSecret, SessionToken = processToken.Value, Expiration = DateTimeOffset.UtcNow.AddHours(6) }));
        var helper = Path.Combine(aws, "helper");
        // It stays a little, so that it is seen.
        File.WriteAllText(helper, "sleep 0.1\ncat \"$HOME/.aws/helper.json\"\n");
        File.WriteAllText(Path.Combine(aws, "config"), $"[profile company-dev]\ncredential_process = /bin/sh \"{helper}\" --account dev\n"
            + $"[profile company-prod]\nsso_start_url = {StartUrl}\nsso_region = {Playground.Region}\nsso_account_id = {Playground.Prod}\nsso_role_name = Builder\n");
    }

    private static void LaySso(string aws)
    {
        var cache = Directory.CreateDirectory(Path.Combine(aws, "sso", "cache")).FullName;
#pragma warning disable CA5350 // The AWS CLI names the file so.
        var name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(StartUrl)));
#pragma warning restore CA5350
        File.WriteAllText(Path.Combine(cache, name + ".json"), JsonSerializer.Serialize(new
        {
            startUrl = StartUrl,
            region = Playground.Region,
            accessToken = ssoToken.Value,
            refreshToken = ssoRefresh.Value,
            clientId = "client",
            clientSecret = ssoClient.Value,
            registrationExpiresAt = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-ddTHH:mm:ssZ"),
            expiresAt = DateTimeOffset.UtcNow.AddHours(6).ToString("yyyy-MM-ddTHH:mm:ssZ"),
        }));
    }
}
