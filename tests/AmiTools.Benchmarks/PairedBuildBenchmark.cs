using System.Diagnostics;
using AmiTools.Core;
using AmiTools.Core.Building;
using AmiTools.Core.Environments;
using AmiTools.LocalCloud;

namespace AmiTools.Benchmarks;

/// <summary>What a paired build costs beyond the two Packer runs in it, and how many calls of our own it makes.</summary>
internal static class PairedBuildBenchmark
{
    private const int Runs = 5;
    private const double MostOverhead = 1.5;
    private const int MostCalls = 15;

    public static async Task<bool> RunAsync()
    {
        await using var cloud = await LocalCloudServer.StartAsync(new() { Regions = ["eu-west-1"], PendingDelay = TimeSpan.Zero });
        var folder = Lay(cloud);
        try
        {
            var surroundings = SurroundingsOf(cloud, folder);
            var (bare, paired, overhead) = (new List<double>(), new List<double>(), new List<double>());
            var calls = 0;
            // In turn, so that a machine that gets slower does so for both; the first of each only warms up.
            for (var i = 0; i <= Runs; i++)
            {
                var two = Time(() => { Bare(cloud, folder, cloud.Accounts[0], $"bare {i}"); Bare(cloud, folder, cloud.Accounts[1], $"bare {i}"); });
                cloud.ClearCalls();
                var watch = Stopwatch.StartNew();
                var plan = await new PlanPair(surroundings).RunAsync(new() { DefinitionPath = Path.Combine(folder, "src", "web-server"), BuildNumber = $"{i + 1}", ReleaseBuild = true, AllowDirty = true }, SilentReporter.Instance, default);
                await new BuildPair(surroundings).RunAsync(plan, SilentReporter.Instance, default);
                var pair = watch.Elapsed.TotalSeconds;
                calls = cloud.Accounts.Max(a => OwnCalls(cloud, a.Id));
                if (i == 0) continue;
                bare.Add(two);
                paired.Add(pair);
                overhead.Add(pair - two);
            }
            Console.WriteLine($"two bare Packer runs, s: {new Figures(bare)}");
            Console.WriteLine($"one paired build, s:     {new Figures(paired)}");
            Console.WriteLine($"difference, s:           {new Figures(overhead)}");
            return Figures.Check("paired build minus two bare Packer runs", new Figures(overhead).Median, MostOverhead, "s")
                & Figures.Check("AWS calls of our own a target, polls counted once", calls, MostCalls, "calls");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A poll is the same call again, so each different call counts once.</summary>
    private static int OwnCalls(LocalCloudServer cloud, string account) =>
        cloud.Calls.Where(c => c.Account == account && c.UserAgent.Contains("AmiTools", StringComparison.Ordinal))
            .Select(c => $"{c.Service} {c.Action} {string.Join('&', c.Parameters.Where(p => p.Key != "ClientToken").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"))}").Distinct().Count();

    private static void Bare(LocalCloudServer cloud, string folder, CloudAccount account, string version)
    {
        string[] variables = ["aws_region=eu-west-1", $"endpoint={cloud.Url.GetLeftPart(UriPartial.Authority)}", "source_ami=ami-0ba5e000000000002", $"version={version}", "instance_type=t3.micro", "volume_size=8", "manifest_file_output_path=" + Path.Combine(folder, "manifest.json")];
        var start = new ProcessStartInfo("packer", ["build", "-machine-readable", .. variables.SelectMany(v => new[] { "-var", v }), Path.Combine(folder, "src", "web-server", "template.json")]) { RedirectStandardOutput = true };
        foreach (var (name, value) in Variables(cloud, account)) start.Environment[name] = value;
        using var packer = Process.Start(start)!;
        var output = packer.StandardOutput.ReadToEnd();
        packer.WaitForExit();
        if (packer.ExitCode != 0) throw new InvalidOperationException(output);
    }

    private static Dictionary<string, string> Variables(LocalCloudServer cloud, CloudAccount account) => new()
    {
        ["AWS_ACCESS_KEY_ID"] = account.AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey,
        ["AWS_POLL_DELAY_SECONDS"] = "1",
        ["CHECKPOINT_DISABLE"] = "1",
    };

    private static Surroundings SurroundingsOf(LocalCloudServer cloud, string folder)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = folder,
            ["AWS_POLL_DELAY_SECONDS"] = "1",
        };
        foreach (var account in cloud.Accounts)
        {
            variables[account.Name.ToUpperInvariant() + "_AWS_ACCESS_KEY_ID"] = account.AccessKeyId;
            variables[account.Name.ToUpperInvariant() + "_AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey;
        }
        return new() { Variables = variables, WorkingDirectory = folder, Connector = new TargetConnector(variables) };
    }

    private static string Lay(LocalCloudServer cloud)
    {
        var folder = Directory.CreateTempSubdirectory("amitools-benchmark-").FullName;
        var from = Path.Combine(AppContext.BaseDirectory, "quickstart");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        File.WriteAllText(Path.Combine(folder, "environments.yaml"), "targets:\n" + string.Concat(cloud.Accounts.Select(a =>
            $"  - name: {a.Name}\n    account: \"{a.Id}\"\n    region: eu-west-1\n    endpoint: {cloud.Url.GetLeftPart(UriPartial.Authority)}\n    credentials: {{ environmentPrefix: {a.Name.ToUpperInvariant()} }}\n")));
        return folder;
    }

    private static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }
}
