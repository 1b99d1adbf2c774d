using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AmiTools.EndToEnd.Secrets;

/// <summary>
/// Stands for the places on the machine and in the company that credentials come from: a container's and an instance's
/// metadata service (with its session token, version 2), and SSO's portal.
/// </summary>
internal sealed class CredentialServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Func<string, string> keys;

    private CredentialServer(WebApplication app, Func<string, string> keys) => (this.app, this.keys) = (app, keys);

    public Uri Url => new(app.Urls.Single() + "/");

    /// <summary>What a caller has to show to get a kind: the container's token, SSO's token.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <param name="keys">The JSON document of a kind: container, instance or sso.</param>
    public static async Task<CredentialServer> StartAsync(Func<string, string> keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0));
        var server = new CredentialServer(builder.Build(), keys);
        server.app.Run(async context =>
        {
            var (status, body) = server.Answer(context.Request);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });
        await server.app.StartAsync();
        // The first answer takes the longest, and whoever looks for a metadata service gives it a second.
        using var http = new HttpClient();
        using var answer = await http.PutAsync(new Uri(server.Url, "latest/api/token"), null);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private (int Status, string Body) Answer(HttpRequest request)
    {
        const string metadataToken = "metadata-token";
        var path = request.Path.Value!.TrimEnd('/');
        bool Shows(string header, string kind) => request.Headers[header] == Tokens[kind];
        return path switch
        {
            "/container" => Shows("Authorization", "container") ? (200, keys("container")) : (403, ""),
            "/federation/credentials" => Shows("x-amz-sso_bearer_token", "sso") ? (200, keys("sso")) : (401, """{"message":"Session token not found or invalid"}"""),
            "/latest/api/token" when request.Method == "PUT" => (200, metadataToken),
            _ when request.Headers["X-aws-ec2-metadata-token"] != metadataToken => (401, ""),
            "/latest/meta-data/iam/info" => (200, """{"Code":"Success","LastUpdated":"2026-01-01T00:00:00Z","InstanceProfileArn":"arn:aws:iam::111111111111:instance-profile/build-agent","InstanceProfileId":"AIPA"}"""),
            "/latest/meta-data/iam/security-credentials" => (200, "build-agent"),
            "/latest/meta-data/iam/security-credentials/build-agent" => (200, keys("instance")),
            _ => (404, ""),
        };
    }
}
