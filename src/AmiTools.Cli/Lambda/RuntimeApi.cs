using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Lambda;

/// <summary>Lambda's Runtime API, from the side of a runtime: what is next, and what came out.</summary>
internal sealed class RuntimeApi : IDisposable
{
    private readonly HttpClient http;

    /// <param name="address">AWS_LAMBDA_RUNTIME_API: a host and a port.</param>
    public RuntimeApi(string address) =>
        // The next invocation may be hours away, with the sandbox frozen meanwhile. A proxy is for what lies outside of it.
        http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"), Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Waits for the next thing to do.</summary>
    public async Task<Invocation> NextAsync(CancellationToken cancel)
    {
        using var answer = await CheckedAsync(http.GetAsync("invocation/next", cancel));
        var deadline = long.Parse(Header(answer.Headers, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture);
        return new(Header(answer.Headers, "Lambda-Runtime-Aws-Request-Id"), DateTimeOffset.FromUnixTimeMilliseconds(deadline), await answer.Content.ReadAsStringAsync(cancel));
    }

    public async Task RespondAsync(Invocation invocation, object result) => (await CheckedAsync(http.PostAsync($"invocation/{invocation.RequestId}/response", Json(result)))).Dispose();

    public async Task FailAsync(Invocation invocation, string type, string message) => (await CheckedAsync(PostErrorAsync($"invocation/{invocation.RequestId}/error", type, message))).Dispose();

    /// <summary>Tells that this runtime can't start at all.</summary>
    public async Task FailToStartAsync(string type, string message) => (await CheckedAsync(PostErrorAsync("init/error", type, message))).Dispose();

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> PostErrorAsync(string path, string type, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(new { errorMessage = message, errorType = type, stackTrace = Array.Empty<string>() }) };
        request.Headers.Add("Lambda-Runtime-Function-Error-Type", "AmiTools." + type);
        return await http.SendAsync(request);
    }

    private static StringContent Json(object value) => new(JsonText.Line(value), Encoding.UTF8, "application/json");

    private static async Task<HttpResponseMessage> CheckedAsync(Task<HttpResponseMessage> call)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await call;
        }
        catch (HttpRequestException e)
        {
            throw new AmiToolsException("RuntimeApiFailed", FailureKind.ServiceFailed, $"Lambda's Runtime API does not answer: {e.Message}", null, e);
        }
        if (answer.IsSuccessStatusCode) return answer;
        using (answer) throw new AmiToolsException("RuntimeApiFailed", FailureKind.ServiceFailed, $"Lambda's Runtime API refused {answer.RequestMessage?.RequestUri?.AbsolutePath} with HTTP {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static string Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First() : throw new AmiToolsException("RuntimeApiFailed", FailureKind.ServiceFailed, $"Lambda's Runtime API gave no header {name}.", name);
}
