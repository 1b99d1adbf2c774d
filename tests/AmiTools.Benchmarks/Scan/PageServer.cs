using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AmiTools.LocalCloud;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AmiTools.Benchmarks.Scan;

/// <summary>
/// A process of its own that gives the pages of a made-up fleet. Each page is rendered when it is asked for the first time
/// and given from memory afterwards, so that a client that is measured waits for no rendering; tags are answered and not
/// written, so that the bytes stay the same. <c>/pages/N</c> is the N-th page without any signature.
/// </summary>
internal sealed partial class PageServer(FleetSize size)
{
    private readonly InProcessCloud cloud = new(new() { Regions = [ScanFleet.Region], PendingDelay = TimeSpan.Zero, Fleet = size });
    private readonly ConcurrentDictionary<string, InProcessAnswer> known = new(StringComparer.Ordinal);
    private readonly List<(string Question, byte[] Body)> pages = [];
    private readonly ConcurrentDictionary<string, int> calls = new(StringComparer.Ordinal);

    /// <summary>Serves until standard input is closed; the first line written is the address.</summary>
    public static async Task<int> RunAsync(int images)
    {
        var server = new PageServer(ScanFleet.Of(images));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(server.HandleAsync);
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var answer = path switch
        {
            "/pages" => Text(pages.Count),
            "/calls" => Text(string.Join(' ', calls.Select(c => $"{c.Key}={c.Value}"))),
            "/calls/clear" => Clear(),
            _ when path.StartsWith("/pages/", StringComparison.Ordinal) => new(200, pages[int.Parse(path["/pages/".Length..], CultureInfo.InvariantCulture)].Body),
            _ when path.StartsWith("/questions/", StringComparison.Ordinal) => Text(pages[int.Parse(path["/questions/".Length..], CultureInfo.InvariantCulture)].Question),
            _ => Answer(context.Request, await BodyAsync(context.Request)),
        };
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "text/xml;charset=UTF-8";
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body);
    }

    private InProcessAnswer Answer(HttpRequest request, byte[] body)
    {
        var credential = Credential().Match(request.Headers.Authorization.ToString());
        var (key, region, service) = (credential.Groups[1].Value, credential.Groups[2].Value, credential.Groups[3].Value);
        var target = request.Headers.TryGetValue("X-Amz-Target", out var header) ? header.ToString() : null;
        var text = Encoding.UTF8.GetString(body);
        var action = target?.Split('.')[1] ?? Action().Match(text).Groups[1].Value;
        calls.AddOrUpdate(action, 1, (_, n) => n + 1);
        if (action == "CreateTags") return new(200, "<CreateTagsResponse><requestId>1</requestId><return>true</return></CreateTagsResponse>"u8.ToArray());
        return known.GetOrAdd(string.Join('\n', ScanFleet.AccountOf(key), service, target, text), question =>
        {
            // One at a time: the pages have an order.
            lock (pages)
            {
                var answer = cloud.Call(ScanFleet.AccountOf(key), region, service, body, target);
                pages.Add((question, answer.Body));
                return answer;
            }
        });
    }

    private InProcessAnswer Clear()
    {
        calls.Clear();
        return Text("");
    }

    private static InProcessAnswer Text(object value) => new(200, Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!));

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        return copy.ToArray();
    }

    [GeneratedRegex("Credential=([^/]+)/[^/]+/([^/]+)/([^/]+)/")]
    private static partial Regex Credential();

    [GeneratedRegex("(?:^|&)Action=([A-Za-z]+)")]
    private static partial Regex Action();
}
