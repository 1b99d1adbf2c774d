using System.Diagnostics;
using AmiTools.Core;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.LocalCloud;

namespace AmiTools.Benchmarks;

/// <summary>One version among 50,000 images: the server filters, and there is one page.</summary>
internal static class LookupBenchmark
{
    public static async Task<bool> RunAsync()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { Regions = ["eu-west-1"], Images = 50_000 });
        var account = cloud.Accounts[0];
        var variables = new Dictionary<string, string> { ["X_AWS_ACCESS_KEY_ID"] = account.AccessKeyId, ["X_AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey };
        var surroundings = new Surroundings { Variables = variables, WorkingDirectory = Path.GetTempPath(), Connector = new TargetConnector(variables) };
        var target = new AmiTarget { Name = "dev", Region = "eu-west-1", EndpointUrl = cloud.Url, Credentials = new() { EnvironmentPrefix = "X" } };
        var times = new List<double>();
        for (var i = 0; i <= 10; i++)
        {
            cloud.ClearCalls();
            var watch = Stopwatch.StartNew();
            var found = await new FindImages(surroundings).RunAsync(new() { Name = "web-server", Version = "1.31.7", Targets = new() { Direct = target } }, SilentReporter.Instance, default);
            if (i > 0) times.Add(watch.Elapsed.TotalSeconds);
            if (found.Count != 1) throw new InvalidOperationException($"{found.Count} images were found");
        }
        var calls = cloud.Calls.Where(c => c.Action == "DescribeImages").ToArray();
        Console.WriteLine($"lookup of one version among 50,000 images, s: {new Figures(times)}");
        Console.WriteLine("  filters: " + string.Join(", ", calls[0].Parameters.Where(p => p.Key.StartsWith("Filter", StringComparison.Ordinal)).Select(p => p.Value)));
        return Figures.Check("DescribeImages calls of a lookup among 50,000 images", calls.Length, 1, "calls");
    }
}
