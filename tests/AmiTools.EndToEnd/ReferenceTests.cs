using AmiTools.LocalCloud;
using Xunit.Abstractions;

namespace AmiTools.EndToEnd;

/// <summary>References changed by the real command: killed at named moments, on a disk that is full, and committed and pushed.</summary>
public sealed class ReferenceTests(ITestOutputHelper output)
{
    private static readonly string[] promote = ["reference", "set", "2.0.57", "--environment", "production", "--environments", "deploy"];

    [Fact]
    public Task A_killed_promotion_is_put_back_by_the_next() => KilledAsync("PutParameter", 1, FaultTime.Before);

    [Theory]
    [Trait("Category", "Full")]
    [InlineData("CreateTags", 1, FaultTime.Before)]
    [InlineData("CreateTags", 1, FaultTime.After)]
    [InlineData("PutParameter", 1, FaultTime.After)]
    [InlineData("CreateTags", 2, FaultTime.Before)]
    [InlineData("CreateTags", 2, FaultTime.After)]
    public Task A_promotion_killed_at_every_named_moment(string action, int call, FaultTime when) => KilledAsync(action, call, when);

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_full_disk_changes_nothing()
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        var (old, _) = await LayAsync(ground);
        var small = Path.Combine(ground.Folder, "deploy", "small");
        Directory.CreateDirectory(small);
        if (!await TryAsync(ground, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small))
        {
            // Root only.
            output.WriteLine("No small disk can be mounted here: nothing was tested.");
            return;
        }
        try
        {
            // There is room for the file, and not for it three times.
            var text = $"ami = \"{old}\"\n" + new string('#', 30_000);
            File.WriteAllText(Path.Combine(small, "big.tfvars"), text);
            File.AppendAllText(Path.Combine(ground.Folder, "deploy", "environments.yaml"), "      - file: small/big.tfvars\n");
            var before = Files(ground);
            await using var failed = await ground.RunAsync(promote);
            failed.ExitCode.ShouldBe(1);
            failed.Error.ShouldContain("The files could not be changed, and are what they were");
            Files(ground).ShouldBe(before);
        }
        finally
        {
            await TryAsync(ground, "umount", small);
        }
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task The_example_promotes_commits_and_pushes_to_a_real_remote()
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        var (old, next) = await LayAsync(ground);
        await ground.GitAsync("init", "--quiet", "--bare", "home/remote.git");
        await ground.GitAsync("config", "user.name", "Tests");
        await ground.GitAsync("config", "user.email", "tests@localhost");
        await ground.GitAsync("add", "deploy");
        await ground.GitAsync("commit", "--quiet", "--message=Deploy");
        await ground.GitAsync("remote", "add", "origin", Path.Combine(ground.Folder, "home", "remote.git"));
        await ground.GitAsync("push", "--quiet", "--set-upstream", "origin", "main");
        var variables = new Dictionary<string, string>(ground.Variables) { ["AMITOOLS"] = "dotnet " + CliProcess.Program };
        var script = Path.Combine(AppContext.BaseDirectory, "examples", "references", "promote.sh");

        var first = await Tool.RunAsync("/bin/sh", Path.Combine(ground.Folder, "deploy"), variables, script, "2.0.57", "production");
        first.ShouldContain("Promote production to 2.0.57");
        var changed = await ground.GitAsync("--git-dir=home/remote.git", "show", "--format=%s", "main");
        changed.ShouldStartWith("Promote production to 2.0.57");
        changed.Split('\n').Where(l => l.StartsWith('-') && !l.StartsWith("---", StringComparison.Ordinal)).ShouldAllBe(l => l.Contains(old));
        changed.Split('\n').Count(l => l.StartsWith('+') && l.Contains(next)).ShouldBe(2);
        (await Tool.RunAsync("/bin/sh", Path.Combine(ground.Folder, "deploy"), variables, script, "2.0.57", "production")).ShouldContain("there is nothing to commit");
    }

    private static async Task KilledAsync(string action, int call, FaultTime when)
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        var (old, next) = await LayAsync(ground);
        var before = Files(ground);
        ground.Cloud.Faults.Add(new Fault(action, call, FaultKind.Hang, when) { Account = Playground.Prod });
        await using (var process = ground.Start(promote))
        {
            await process.UntilAsync(() => ground.Calls(Playground.Prod, action) >= call, $"{action} #{call}");
            await process.KillAsync();
        }
        var begun = File.Exists(Path.Combine(ground.Folder, "deploy", ".amitools-references.json"));
        // Before the first pin, nothing has begun; after it, the files have changed while the parameter is waited for.
        begun.ShouldBe(action == "PutParameter" || call == 2);
        File.ReadAllText(Path.Combine(ground.Folder, "deploy", "one.tfvars")).ShouldContain(begun ? next : old);
        await using (var back = await ground.RunAsync("reference", "undo", "--environment", "production", "--environments", "deploy", "--version", "2.0.55"))
        {
            back.ExitCode.ShouldBe(0, back.Error);
            // It was put back before, and there was nothing to change any more.
            back.Error.Contains("broke off; its 2 files and 1 parameters are put back").ShouldBe(begun, back.Error);
            back.Out.ShouldContain("Every place names it already.");
        }
        Files(ground).ShouldBe(before);
        (await ParameterAsync(ground)).ShouldContain(old);

        await using (var again = await ground.RunAsync(promote)) again.ExitCode.ShouldBe(0, again.Error);
        Files(ground).ShouldBe(before.Replace(old, next));
        (await ParameterAsync(ground)).ShouldContain(next);
    }

    private static Task<string> ParameterAsync(Playground ground) => ground.AwsAsync(Playground.Prod, "ssm", "get-parameter", "--name", "/web/ami");

    private static string Files(Playground ground) => string.Join("\n", Directory.EnumerateFiles(Path.Combine(ground.Folder, "deploy"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => f + "\n" + File.ReadAllText(f)));

    private static async Task<bool> TryAsync(Playground ground, string program, params string[] arguments)
    {
        try
        {
            await Tool.RunAsync("/usr/bin/" + program, ground.Folder, ground.Variables, arguments);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static Task<(string Old, string Next)> LayAsync(Playground ground)
    {
        string Seed(string version) => ground.Cloud.Inside.SeedImage(Playground.Prod, Playground.Region, new ImageSeed
        {
            Name = "web " + version,
            Tags = new Dictionary<string, string> { ["version"] = version, ["AmiTools:Image"] = "web", ["AmiTools:State"] = "complete", ["AmiTools:Pair"] = "pair-" + version },
        });
        var (old, next) = (Seed("2.0.55"), Seed("2.0.57"));
        ground.Cloud.Inside.SeedParameter(Playground.Prod, Playground.Region, "/web/ami", old, dataType: "aws:ec2:image");
        var folder = Directory.CreateDirectory(Path.Combine(ground.Folder, "deploy")).FullName;
        File.WriteAllText(Path.Combine(folder, "environments.yaml"), $$"""
            targets:
              - { name: prod, account: "{{Playground.Prod}}", region: {{Playground.Region}}, endpoint: "{{ground.Cloud.Url.GetLeftPart(UriPartial.Authority)}}", credentials: { environmentPrefix: PROD } }
            environments:
              - name: production
                target: prod
                references:
                  - parameter: /web/ami
                  - file: one.tfvars
                  - file: two.json

            """);
        File.WriteAllText(Path.Combine(folder, "one.tfvars"), $"ami = \"{old}\" # now\r\n");
        File.WriteAllText(Path.Combine(folder, "two.json"), $"[{{\"ParameterKey\": \"Ami\", \"ParameterValue\": \"{old}\"}}]");
        return Task.FromResult((old, next));
    }
}
