using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AmiTools.Cli.Tests.Lambda;

/// <summary>What a runtime told of an invocation, or of its start.</summary>
internal sealed record Told(string Kind, string? RequestId, JsonElement Body, string? ErrorType);

/// <summary>Lambda's Runtime API on 127.0.0.1, as its page describes it: written from there, not from the client under test.</summary>
internal sealed class LocalRuntimeApi : IAsyncDisposable
{
    private readonly Channel<(string Id, DateTimeOffset Deadline, string Event)> waiting = Channel.CreateUnbounded<(string, DateTimeOffset, string)>();
    private readonly Channel<Told> told = Channel.CreateUnbounded<Told>();
    private readonly ConcurrentDictionary<string, bool> open = new();
    private readonly WebApplication app;

    private LocalRuntimeApi(WebApplication app) => this.app = app;

    public string Address => new Uri(app.Urls.Single()).Authority;

    public static async Task<LocalRuntimeApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new LocalRuntimeApi(builder.Build());
        api.app.MapGet("/2018-06-01/runtime/invocation/next", api.NextAsync);
        api.app.MapPost("/2018-06-01/runtime/invocation/{id}/response", (string id, HttpContext c) => api.EndAsync("response", id, c));
        api.app.MapPost("/2018-06-01/runtime/invocation/{id}/error", (string id, HttpContext c) => api.EndAsync("error", id, c));
        api.app.MapPost("/2018-06-01/runtime/init/error", (HttpContext c) => api.EndAsync("init", null, c));
        await api.app.StartAsync();
        return api;
    }

    /// <summary>Something to do until then.</summary>
    public string Invoke(DateTimeOffset deadline, string @event = """{"version":"0","detail-type":"Scheduled Event","detail":{}}""")
    {
        var id = Guid.NewGuid().ToString();
        open[id] = true;
        waiting.Writer.TryWrite((id, deadline, @event)).ShouldBeTrue();
        return id;
    }

    /// <summary>The next thing that the runtime tells.</summary>
    public async Task<Told> ToldAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return await told.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task NextAsync(HttpContext context)
    {
        var (id, deadline, text) = await waiting.Reader.ReadAsync(context.RequestAborted);
        context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
        context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = deadline.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:111111111111:function:amitools-scan";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(text);
    }

    private async Task EndAsync(string kind, string? id, HttpContext context)
    {
        var body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone();
        // An id is answered once.
        var isKnown = id is null || open.TryRemove(id, out _);
        context.Response.StatusCode = isKnown ? 202 : 400;
        await context.Response.WriteAsync(isKnown ? """{"status":"OK"}""" : """{"errorMessage":"unknown request id","errorType":"InvalidRequestID"}""");
        told.Writer.TryWrite(new(kind, id, body, context.Request.Headers["Lambda-Runtime-Function-Error-Type"].FirstOrDefault()));
    }
}
