using System.Text.Json;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Control;

/// <summary>
/// Looks and changes over HTTP, for programs that run the cloud as another process. Loopback only, as all of it; not
/// signed, since there is nothing here that is worth a signature.
/// </summary>
internal sealed class ControlSurface(Cloud cloud, CallLog log, FaultPlan faults)
{
    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly CloudInside inside = new(cloud);

    public async Task HandleAsync(HttpContext context, string path)
    {
        try
        {
            object? answer = (context.Request.Method, path.TrimEnd('/')) switch
            {
                ("GET", "/health") => new { status = "ok" },
                ("GET", "/accounts") => cloud.Accounts.Values,
                ("GET", "/regions") => cloud.Regions.Keys,
                ("GET", "/calls") => log.All(),
                ("DELETE", "/calls") => Do(log.Clear),
                ("GET", "/leftovers") => cloud.Accounts.Keys.ToDictionary(a => a, a => inside.Leftovers(a)),
                ("POST", "/faults") => await AddFaultsAsync(context),
                ("DELETE", "/faults") => Do(faults.Clear),
                ("POST", "/clock") => await AdvanceAsync(context),
                _ => null,
            };
            await Results.Json(answer ?? new { error = $"There is no {context.Request.Method} /_cloud{path}" }, json, statusCode: answer is null ? 404 : 200).ExecuteAsync(context);
        }
        catch (JsonException e)
        {
            await Results.Json(new { error = e.Message }, json, statusCode: 400).ExecuteAsync(context);
        }
    }

    private async Task<object> AddFaultsAsync(HttpContext context)
    {
        var added = await JsonSerializer.DeserializeAsync<List<Fault>>(context.Request.Body, json, context.RequestAborted) ?? [];
        foreach (var fault in added) faults.Add(fault);
        return new { added = added.Count };
    }

    /// <summary>Body: <c>{"advanceSeconds": 3600}</c>.</summary>
    private async Task<object> AdvanceAsync(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<ClockMove>(context.Request.Body, json, context.RequestAborted);
        inside.Advance(TimeSpan.FromSeconds(body?.AdvanceSeconds ?? 0));
        return new { now = cloud.Now };
    }

    private static object Do(Action action)
    {
        action();
        return new { status = "ok" };
    }

    private sealed record ClockMove(double AdvanceSeconds);
}
