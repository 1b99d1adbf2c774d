using System.Diagnostics;
using System.Globalization;
using System.Text;
using AmiTools.Core;
using AmiTools.Core.Environments;
using AmiTools.Core.Pointers;
using AmiTools.LocalCloud;

namespace AmiTools.Benchmarks;

/// <summary>500 files with 20 references each are read and checked.</summary>
internal static class ReferenceBenchmark
{
    private const int FileCount = 500, PerFile = 20;
    private static readonly string[] extensions = ["json", "yaml", "tfvars", "conf"];

    public static async Task<bool> RunAsync()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { Regions = ["eu-west-1"] });
        var account = cloud.Accounts[0];
        var folder = Directory.CreateTempSubdirectory("amitools-references-").FullName;
        try
        {
            Lay(cloud, account.Id, folder);
            var variables = new Dictionary<string, string> { ["X_AWS_ACCESS_KEY_ID"] = account.AccessKeyId, ["X_AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey };
            var check = new CheckReferences(new Surroundings { Variables = variables, WorkingDirectory = folder, Connector = new TargetConnector(variables) });
            var times = new List<double>();
            for (var i = 0; i <= 5; i++)
            {
                var watch = Stopwatch.StartNew();
                var checks = await check.RunAsync(new() { Targets = new() { Path = folder } }, SilentReporter.Instance, default);
                if (i > 0) times.Add(watch.Elapsed.TotalSeconds);
                if (checks.Count != FileCount * PerFile || checks.Any(c => !c.IsOk)) throw new InvalidOperationException($"{checks.Count} references, {checks.Count(c => !c.IsOk)} not in order");
            }
            Console.WriteLine($"check of {FileCount} files with {PerFile} references each, s: {new Figures(times)}");
            return Figures.Check("check of 10,000 references in 500 files", new Figures(times).Median, 2, "s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Lay(LocalCloudServer cloud, string account, string folder)
    {
        var ids = Enumerable.Range(0, PerFile).Select(i => cloud.Inside.SeedImage(account, "eu-west-1", new ImageSeed
        {
            Name = $"image-{i} 1.0.0",
            Tags = new Dictionary<string, string> { ["version"] = "1.0.0", ["AmiTools:Image"] = $"image-{i}", ["AmiTools:State"] = "complete" },
        })).ToArray();
        File.WriteAllText(Path.Combine(folder, "environments.yaml"), $$"""
            targets: [{ name: dev, account: "{{account}}", region: eu-west-1, endpoint: "{{cloud.Url.GetLeftPart(UriPartial.Authority)}}", credentials: { environmentPrefix: X } }]
            environments: [{ name: dev, target: dev, references: [{ file: "f*" }] }]
            """);
        for (var i = 0; i < FileCount; i++)
        {
            var extension = extensions[i % extensions.Length];
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"f{i}.{extension}")), Text(extension, ids));
        }
    }

    private static string Text(string extension, IReadOnlyList<string> ids)
    {
        var text = new StringBuilder();
        for (var i = 0; i < ids.Count; i++)
        {
            text.Append(extension switch
            {
                "json" => $"{(i == 0 ? "{" : ",")}\n  \"key{i}\": \"{ids[i]}\"",
                "yaml" => $"key{i}: {ids[i]} # now\n",
                "tfvars" => $"key{i} = \"{ids[i]}\" # now\n",
                _ => $"key{i}={ids[i]}\n",
            });
        }
        return extension == "json" ? text.Append("\n}\n").ToString() : text.ToString();
    }
}
