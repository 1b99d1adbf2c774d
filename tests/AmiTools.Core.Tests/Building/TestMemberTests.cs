using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using AmiTools.LocalCloud;
using static AmiTools.Core.Tests.Building.PairLab;

namespace AmiTools.Core.Tests.Building;

/// <summary>A check of each image by an instance, with the real Packer and a real shell.</summary>
public sealed class TestMemberTests
{
    [Fact]
    public async Task Each_image_is_tested_by_an_instance_of_its_own_account_that_is_gone_afterwards()
    {
        await using var lab = await PairLab.StartAsync();
        var seen = Path.Combine(lab.Folder.Path, "seen");
        Directory.CreateDirectory(seen);
        var pair = await lab.BuildAsync(lab.Plan(r => r with { Test = new() { Command = $"env > {seen}/$AMITOOLS_TARGET; pwd >> {seen}/$AMITOOLS_TARGET" } }));

        foreach (var (account, target, other) in new[] { (Dev, "dev", "PROD"), (Prod, "prod", "DEV") })
        {
            var environment = File.ReadAllLines(Path.Combine(seen, target));
            var member = pair.Members.Single(m => m.Target == target);
            environment.ShouldContain("AMITOOLS_IMAGE_ID=" + member.ImageId);
            environment.ShouldContain("AMITOOLS_VERSION=2.0.57");
            environment.ShouldContain("AMITOOLS_ACCOUNT_ID=" + account);
            environment.ShouldContain("AMITOOLS_REGION=eu-west-1");
            environment.ShouldContain("AWS_ACCESS_KEY_ID=" + lab.Variables[target.ToUpperInvariant() + "_AWS_ACCESS_KEY_ID"]);
            environment.ShouldContain(Path.Combine(lab.Root, "web"));
            environment.ShouldNotContain(l => l.Contains(lab.Variables[other + "_AWS_SECRET_ACCESS_KEY"]) || l.Contains("canary"));
            var instance = environment.Single(l => l.StartsWith("AMITOOLS_INSTANCE_ID=")).Split('=')[1];
            var launch = lab.OwnCalls(account).Single(c => c.Action == "RunInstances");
            launch.Parameters.Values.ShouldContain(pair.PairId);
            lab.OwnCalls(account).ShouldContain(c => c.Action == "TerminateInstances" && c.Parameters.Values.Contains(instance));
            lab.Cloud.Inside.Leftovers(account).Count.ShouldBe(2, "an image and its snapshot");
        }
    }

    [Fact]
    public async Task What_the_test_says_has_no_secret_of_any_target()
    {
        await using var lab = await PairLab.StartAsync();
        // As a file of the build machine has it.
        lab.Folder.Write("found", lab.Variables["PROD_AWS_SECRET_ACCESS_KEY"]);
        await lab.BuildAsync(lab.Plan(r => r with { Test = new() { Command = $"echo \"own $AWS_SECRET_ACCESS_KEY, other $(cat {lab.Folder.Path}/found)\"" } }));

        lab.Reporter.All.Count(l => l.Contains("own ***, other ***")).ShouldBe(2, string.Join("\n", lab.Reporter.All));
        foreach (var account in lab.Cloud.Accounts) lab.Reporter.All.ShouldNotContain(l => l.Contains(account.SecretAccessKey));
    }

    [Fact]
    public async Task The_guides_example_asks_each_instance_and_passes()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "paired-build.md"));
        var command = Regex.Match(guide, "-TestCommand '([^']+)'").Groups[1].Value;
        command.ShouldContain(":8080/health");
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        var asked = new List<string>();
        var serving = Task.Run(async () =>
        {
            while (asked.Count < 2)
            {
                using var client = await service.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                asked.Add((await reader.ReadLineAsync())!);
                while (await reader.ReadLineAsync() is { Length: > 0 }) { }
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nhealthy\n"u8.ToArray());
            }
        });
        await using var lab = await PairLab.StartAsync();
        // The instances of the local cloud are this machine, where the port may be taken.
        await lab.BuildAsync(lab.Plan(r => r with { Test = new() { Command = command.Replace(":8080", $":{((IPEndPoint)service.LocalEndpoint).Port}") } }));

        asked.ShouldBe(["GET /health HTTP/1.1", "GET /health HTTP/1.1"]);
        lab.Reporter.Of("output").Count(l => l.Contains("healthy")).ShouldBe(2);
        await serving;
    }

    [Fact]
    public async Task A_failed_test_in_prod_is_a_failed_build()
    {
        await using var lab = await PairLab.StartAsync();
        var plan = lab.Plan(r => r with { Test = new() { Command = "echo \"no answer from $AMITOOLS_PRIVATE_IP in $AMITOOLS_TARGET\"; test $AMITOOLS_TARGET = dev || exit 3" } });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        failure.ErrorId.ShouldBe("TestFailed");
        failure.Message.ShouldContain("The test command failed for web 2.0.57 in target 'prod' (account 222222222222, eu-west-1) with exit code 3; its last line: no answer from 127.0.0.1 in prod.");
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task A_test_that_takes_too_long_is_ended_and_the_build_undone()
    {
        await using var lab = await PairLab.StartAsync();
        var plan = lab.Plan(r => r with { Test = new() { Command = "sleep 1000", Timeout = TimeSpan.FromSeconds(2) } }, Dev);
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(plan));
        failure.ErrorId.ShouldBe("TestTimedOut", failure.ToString());
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task A_stop_during_the_test_leaves_neither_image_nor_instance()
    {
        await using var lab = await PairLab.StartAsync();
        using var stop = new CancellationTokenSource();
        lab.Reporter.Told = (_, text) => { if (text.Contains("the test runs")) stop.Cancel(); };
        var plan = lab.Plan(r => r with { Test = new() { Command = "echo the test runs; sleep 1000" } }, Dev);
        await Should.ThrowAsync<OperationCanceledException>(() => lab.BuildAsync(plan, stop.Token));
        lab.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task An_instance_that_could_not_be_terminated_is_left_to_the_undo()
    {
        await using var lab = await PairLab.StartAsync();
        // Ours only, and more often than a call is retried.
        lab.Cloud.Faults.Add(new Fault("TerminateInstances") { Account = Dev, Count = 1, Code = "UnauthorizedOperation", Status = 403, UserAgent = "AmiTools" });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => lab.BuildAsync(lab.Plan(r => r with { Test = new() { Command = "true" } }, Dev)));
        failure.ErrorId.ShouldBe("TestInstanceLeft", failure.ToString());
        lab.ShouldHaveNothingLeft();
    }
}
