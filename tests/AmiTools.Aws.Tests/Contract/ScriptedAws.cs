using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace AmiTools.Aws.Tests.Contract;

/// <summary>A request as it arrived.</summary>
internal sealed record Arrived(string Body, IReadOnlyDictionary<string, string> Headers, bool SignatureIsRight)
{
    public string? Form(string name) => Body.Split('&').Select(p => p.Split('=', 2)).Where(p => p[0] == name).Select(p => WebUtility.UrlDecode(p[1])).FirstOrDefault();

    public string Action => Form("Action") ?? Headers.GetValueOrDefault("x-amz-target", "").Split('.')[^1];
}

/// <summary>An answer of the script; a null body never comes, a cut one is half of it.</summary>
internal sealed record Scripted(int Status, string? Body, string ContentType = "text/xml", bool Cut = false);

/// <summary>
/// A server on a plain socket that answers what the test says, and recomputes every signature by itself (apart from the
/// local cloud's own way of doing so).
/// </summary>
internal sealed class ScriptedAws : IAsyncDisposable
{
    public const string Key = "AKIATESTTESTTESTTEST";
    public const string Secret = "a-secret-that-must-never-be-shown";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, string> secrets = new() { [Key] = Secret };
    private readonly Func<Arrived, int, Scripted> script;

    public ScriptedAws(Func<Arrived, int, Scripted> script)
    {
        this.script = script;
        listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Url { get; }

    public ConcurrentQueue<Arrived> Requests { get; } = [];

    public void Trust(string key, string secret) => secrets[key] = secret;

    public Task<SdkAws> OpenAsync(int retries = 2, AwsCredentialSource? credentials = null, TimeSpan? timeout = null) => SdkAws.OpenAsync(new AwsSettings
    {
        EndpointUrl = Url,
        Region = "eu-west-1",
        MaxRetries = retries,
        RequestTimeout = timeout ?? TimeSpan.FromSeconds(20),
        Credentials = credentials ?? new() { Keys = new(Key, Secret) },
    });

    public static Scripted Images(params string[] ids) => new(200, $"<DescribeImagesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId><imagesSet>{string.Concat(ids.Select(i => $"<item><imageId>{i}</imageId></item>"))}</imagesSet></DescribeImagesResponse>");

    public static Scripted Error(int status, string code, string message = "no") => new(status, $"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>req-1</RequestID></Response>");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!stop.IsCancellationRequested) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream) is { } request)
                {
                    Requests.Enqueue(request);
                    var answer = script(request, Requests.Count);
                    if (answer.Body is null)
                    {
                        await Task.Delay(Timeout.Infinite, stop.Token);
                        return;
                    }
                    var body = Encoding.UTF8.GetBytes(answer.Body);
                    var head = $"HTTP/1.1 {answer.Status} X\r\nContent-Type: {answer.ContentType}\r\nContent-Length: {body.Length}\r\nDate: {DateTimeOffset.UtcNow:R}\r\n\r\n";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
                    await stream.WriteAsync(answer.Cut ? body.AsMemory(0, body.Length / 2) : body);
                    if (answer.Cut) return;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The other side has gone.
            }
        }
    }

    private async Task<Arrived?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (bytes.Count < 4 || !(bytes[^4] == '\r' && bytes[^3] == '\n' && bytes[^2] == '\r' && bytes[^1] == '\n'))
        {
            if (await stream.ReadAsync(one, stop.Token) == 0) return null;
            bytes.Add(one[0]);
        }
        var lines = Encoding.ASCII.GetString([.. bytes]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(':', 2)).ToDictionary(l => l[0].Trim().ToLowerInvariant(), l => l[1].Trim(), StringComparer.Ordinal);
        var body = new byte[int.Parse(headers.GetValueOrDefault("content-length", "0"), null)];
        await stream.ReadExactlyAsync(body, stop.Token);
        return new(Encoding.UTF8.GetString(body), headers, IsRight(lines[0], headers, body));
    }

    /// <summary>Signature Version 4 as AWS documents it ("Create a signed AWS API request").</summary>
    private bool IsRight(string requestLine, Dictionary<string, string> headers, byte[] body)
    {
        if (!headers.TryGetValue("authorization", out var authorization)) return false;
        string Part(string name) => authorization[(authorization.IndexOf(name + "=", StringComparison.Ordinal) + name.Length + 1)..].Split(',')[0].Trim();
        var scope = Part("Credential").Split('/');
        if (!secrets.TryGetValue(scope[0], out var secret)) return false;
        var signed = Part("SignedHeaders").Split(';');
        var request = requestLine.Split(' ');
        string Hash(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));
        byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
        var canonical = string.Join('\n', [request[0], request[1], "", .. signed.Select(h => $"{h}:{headers[h]}"), "", string.Join(';', signed), Hash(body)]);
        var toSign = string.Join('\n', "AWS4-HMAC-SHA256", headers["x-amz-date"], string.Join('/', scope[1..]), Hash(Encoding.UTF8.GetBytes(canonical)));
        var key = scope[1..].Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), Mac);
        return Convert.ToHexStringLower(Mac(key, toSign)) == Part("Signature");
    }
}
