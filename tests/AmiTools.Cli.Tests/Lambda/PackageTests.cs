using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AmiTools.LocalCloud;
using Xunit.Abstractions;
using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests.Lambda;

/// <summary>The package that is deployed, as a process of its own with nothing but the variables that Lambda gives.</summary>
[Trait("Category", "Full")]
public sealed class PackageTests(ITestOutputHelper output)
{
    private const string Cleanup = """{"arguments":["--keep-latest","0","--maximum-deletion-percent","100","--minimum-used-percent","0"]}""";

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [Fact]
    public async Task The_package_scans_and_cleans_up_by_the_roles_of_its_files_and_is_killed_without_harm()
    {
        await using var ground = await CloudGround.StartAsync(new()
        {
            Roles = [.. from account in new[] { Dev, Prod } from job in new[] { "scan", "cleanup" } select new CloudRole($"arn:aws:iam::{account}:role/amitools-{job}")],
        });
        var package = await MakeAsync(ground);
        var (dev, prod) = (ground.SeedOld(Dev, "web", "1.0.1"), ground.SeedOld(Prod, "web", "1.0.1"));

        await using (var scan = await SandboxAsync(package, "scan", ground))
        {
            scan.Api.Invoke(DateTimeOffset.UtcNow.AddMinutes(5));
            (await scan.Api.ToldAsync()).Kind.ShouldBe("response");
            foreach (var image in new[] { dev, prod }) ground.Tag(image, "LastUsedRuntime").ShouldNotBeNull();
        }

        // Lambda's time is over in the middle of a deletion: killed, without a word.
        ground.Cloud.Faults.Add(new Fault("DeregisterImage", 1, FaultKind.Hang) { Account = Prod });
        await using (var cut = await SandboxAsync(package, "cleanup", ground))
        {
            cut.Api.Invoke(DateTimeOffset.UtcNow.AddMinutes(5), Cleanup);
            for (var i = 0; ground.Cloud.Calls.Count(c => c.Action == "DeregisterImage") < 2; i++)
            {
                i.ShouldBeLessThan(1200);
                await Task.Delay(50);
            }
            cut.Process.Kill();
        }
        ground.Cloud.Faults.Clear();
        (ground.Inside.Images(Prod, Region).Count, ground.Inside.Snapshots(Prod, Region).Count).ShouldBe((1, 1));

        await using var next = await SandboxAsync(package, "cleanup", ground);
        next.Api.Invoke(DateTimeOffset.UtcNow.AddMinutes(5), Cleanup);
        (await next.Api.ToldAsync()).Kind.ShouldBe("response");
        foreach (var account in new[] { Dev, Prod }) (ground.Inside.Images(account, Region).Count, ground.Inside.Snapshots(account, Region).Count).ShouldBe((0, 0));
    }

    private static async Task<string> MakeAsync(CloudGround ground)
    {
        var files = new[] { "scan", "cleanup" }.Select(job =>
        {
            var file = Path.Combine(ground.Folder, job + ".yaml");
            File.WriteAllText(file, "targets:\n" + string.Concat(ground.Cloud.Accounts.Select(a =>
                $"  - name: {a.Name}\n    account: \"{a.Id}\"\n    region: {Region}\n    endpoint: {ground.Cloud.Url.GetLeftPart(UriPartial.Authority)}\n    credentials:\n      roles:\n        - roleArn: arn:aws:iam::{a.Id}:role/amitools-{job}\n")));
            return file;
        });
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["run", "--project", "build/AmiTools.Build.csproj", "-v", "quiet", "--", "lambda", .. files]) { WorkingDirectory = Root() })!;
        await build.WaitForExitAsync();
        build.ExitCode.ShouldBe(0);
        // Away from the checkout, to where Lambda would put it.
        var package = Path.Combine(ground.Folder, "task");
        Directory.Move(Path.Combine(Root(), "artifacts", "lambda"), package);
        return package;
    }

    private async Task<Sandbox> SandboxAsync(string package, string handler, CloudGround ground)
    {
        var api = await LocalRuntimeApi.StartAsync();
        var start = new ProcessStartInfo(Path.Combine(package, "bootstrap")) { WorkingDirectory = package, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["AWS_LAMBDA_RUNTIME_API"] = api.Address,
            ["_HANDLER"] = handler,
            ["LAMBDA_TASK_ROOT"] = package,
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["TZ"] = ":UTC",
            ["LANG"] = "en_US.UTF-8",
            ["AWS_REGION"] = Region,
            ["AWS_DEFAULT_REGION"] = Region,
            ["XDG_STATE_HOME"] = ground.Folder,
            ["AWS_ACCESS_KEY_ID"] = ground.Cloud.Accounts[0].AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = ground.Cloud.Accounts[0].SecretAccessKey,
        }) start.Environment[name] = value;
        return new(api, Process.Start(start)!, output, ground.Cloud.Accounts[0].SecretAccessKey);
    }

    private sealed class Sandbox(LocalRuntimeApi api, Process process, ITestOutputHelper output, string secret) : IAsyncDisposable
    {
        private readonly Task<string> log = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();

        public LocalRuntimeApi Api => api;

        public Process Process => process;

        public async ValueTask DisposeAsync()
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            await api.DisposeAsync();
            var lines = (await log).TrimEnd().Split('\n');
            foreach (var line in lines) output.WriteLine(line);
            lines.ShouldAllBe(l => JsonDocument.Parse(l, default).RootElement.ValueKind == JsonValueKind.Object);
            ((await error) + await log).ShouldNotContain(secret);
            (await error).ShouldBe("");
            process.Dispose();
        }
    }
}
