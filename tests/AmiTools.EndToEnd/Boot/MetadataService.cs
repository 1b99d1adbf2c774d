using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AmiTools.EndToEnd.Boot;

/// <summary>
/// The instance metadata service of one instance, as instances have it that answer with a token only (IMDSv2): a PUT gives
/// the token, and a GET without it is refused.
/// </summary>
internal sealed class MetadataService : IAsyncDisposable
{
    private const string Token = "AQAEAtokenOfTheMetadataService==";

    private readonly HttpListener listener;
    private readonly Dictionary<string, byte[]> answers;
    private readonly Task serving;

    private MetadataService(HttpListener listener, string url, Dictionary<string, byte[]> answers)
    {
        (this.listener, Url, this.answers) = (listener, url, answers);
        serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>What was asked, each with the status it was answered with.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public static MetadataService Start(string instanceId, string region, byte[]? userData)
    {
        var answers = new Dictionary<string, byte[]>
        {
            ["/latest/meta-data/instance-id"] = Encoding.ASCII.GetBytes(instanceId),
            ["/latest/meta-data/placement/region"] = Encoding.ASCII.GetBytes(region),
        };
        if (userData is not null) answers["/latest/user-data"] = userData;
        for (var attempt = 1; ; attempt++)
        {
            var url = $"http://127.0.0.1:{Random.Shared.Next(20_000, 30_000)}";
            var listener = new HttpListener { Prefixes = { url + "/" } };
            try
            {
                listener.Start();
                return new(listener, url, answers);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // Somebody has the port.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var path = call.Request.Url!.AbsolutePath;
            var (status, body) = Answer(call.Request, path);
            Asked.Enqueue($"{call.Request.HttpMethod} {path} {status}");
            call.Response.StatusCode = status;
            call.Response.ContentType = path == "/latest/user-data" ? "application/octet-stream" : "text/plain";
            call.Response.Close(body, willBlock: true);
        }
    }

    private (int, byte[]) Answer(HttpListenerRequest request, string path)
    {
        if (path == "/latest/api/token") return request.HttpMethod == "PUT" && int.TryParse(request.Headers["X-aws-ec2-metadata-token-ttl-seconds"], out var seconds) && seconds is >= 1 and <= 21600 ? (200, Encoding.ASCII.GetBytes(Token)) : (400, []);
        if (request.Headers["X-aws-ec2-metadata-token"] != Token) return (401, []);
        return answers.TryGetValue(path, out var answer) ? (200, answer) : (404, []);
    }
}
