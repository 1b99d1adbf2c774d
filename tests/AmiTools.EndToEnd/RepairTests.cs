using System.Text.Json;
using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd;

/// <summary>Real processes that are really killed: the command line alone, or with the real Packer; then a repair by the command line.</summary>
public partial class RepairTests
{
    // Who made the call is killed before it is answered, however long that takes.
    private static readonly Task never = new TaskCompletionSource().Task;

    [Theory]
    [InlineData("dev", "RunInstances", false)]
    [InlineData("prod", "CreateImage", true)]
    public Task A_killed_build_is_undone(string target, string action, bool withPacker) => KilledAsync(target, action, withPacker);

    [Theory]
    [Trait("Category", "Full")]
    [InlineData("dev", "CreateKeyPair", false)]
    [InlineData("dev", "CreateKeyPair", true)]
    [InlineData("dev", "CreateSecurityGroup", true)]
    [InlineData("dev", "RunInstances", true)]
    [InlineData("dev", "CreateImage", false)]
    [InlineData("dev", "CreateImage", true)]
    [InlineData("prod", "CreateKeyPair", true)]
    [InlineData("prod", "RunInstances", false)]
    [InlineData("prod", "RunInstances", true)]
    [InlineData("prod", "StopInstances", false)]
    [InlineData("prod", "CreateImage", false)]
    [InlineData("prod", "CreateTags", true)]
    [InlineData("prod", "TerminateInstances", false)]
    [InlineData("prod", "TerminateInstances", true)]
    public Task A_killed_build_is_undone_at_every_named_moment(string target, string action, bool withPacker) => KilledAsync(target, action, withPacker);

    [Fact]
    [Trait("Category", "Full")]
    public Task A_build_that_is_killed_while_it_marks_devs_image_is_finished() => FinishedAsync(Playground.Dev);

    [Fact]
    public Task A_build_that_is_killed_while_it_marks_prods_image_is_finished() => FinishedAsync(Playground.Prod);

    private static async Task FinishedAsync(string account)
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        // The first CreateTags of ours is a dry run of the plan, the second is the mark.
        ground.Cloud.Faults.Add(new Fault("CreateTags", Call: 2, Kind: FaultKind.Delay) { Account = account, UserAgent = "AmiTools", Until = never });
        await using var build = ground.Start("build", "src/web-server", "--build-number", "57");
        await build.UntilAsync(() => ground.Cloud.Calls.Count(c => c.Account == account && c.Action == "CreateTags" && c.UserAgent.Contains("AmiTools", StringComparison.Ordinal)) == 2, "the mark");
        await build.KillAsync();

        await using var repair = await ground.RunAsync("repair", "--json");

        repair.ExitCode.ShouldBe(0, repair.Error);
        JsonDocument.Parse(repair.Out).RootElement[0].GetProperty("outcome").GetString().ShouldBe("finished");
        await using var find = await ground.RunAsync("find", "web-server", "1.0.57", "--json");
        JsonDocument.Parse(find.Out).RootElement.GetArrayLength().ShouldBe(2, find.Error);
        ground.Leftovers().Count.ShouldBe(4, "two images and two snapshots");
        await NothingToRepairAsync(ground);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_run_whose_folder_is_lost_is_undone_from_parameter_store()
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        await using var build = await StopAtAsync(ground, Playground.Dev, "CreateImage");
        var packer = ground.PackerOf("dev");
        await build.KillAsync();
        Kill(-packer, 9);
        Directory.Delete(ground.Runs, recursive: true);

        await using var repair = await ground.RunAsync("repair", "--json");

        repair.ExitCode.ShouldBe(0, repair.Error);
        var result = JsonDocument.Parse(repair.Out).RootElement[0];
        // The copy knows Packer's process, and that it was one of this machine.
        result.GetProperty("outcome").GetString().ShouldBe("undone");
        ground.Leftovers().ShouldBeEmpty();
        await NothingToRepairAsync(ground);
    }

    [Fact]
    public async Task A_build_that_is_alive_is_left_alone_and_goes_on()
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        var repaired = new TaskCompletionSource();
        await using var build = await StopAtAsync(ground, Playground.Dev, "RunInstances", repaired.Task);

        await using var all = await ground.RunAsync("repair");
        all.ExitCode.ShouldBe(0, all.Error);
        all.Out.ShouldContain("left alone; process");
        all.Out.ShouldContain("on this machine is still at work on it");
        await using var named = await ground.RunAsync("repair", Directory.GetDirectories(ground.Runs).Single());
        named.ExitCode.ShouldBe(1, named.Out);
        named.Error.ShouldContain("is still at work on it");

        repaired.SetResult();
        (await build.ExitAsync()).ShouldBe(0, build.Error);
        ground.Leftovers().Count.ShouldBe(4, "two images and two snapshots");
        await NothingToRepairAsync(ground);
    }

    [Fact]
    public async Task What_a_repair_would_do_is_shown_and_nothing_is_changed()
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        await using var build = await StopAtAsync(ground, Playground.Prod, "CreateImage");
        var packer = ground.PackerOf("prod");
        await build.KillAsync();
        Kill(-packer, 9);
        var before = ground.Leftovers();

        await using var plan = await ground.RunAsync("repair", "--what-if");

        plan.ExitCode.ShouldBe(0, plan.Error);
        plan.Out.ShouldContain("would be undone: it was broken off before all its images were built.");
        plan.Out.ShouldMatch(@"dev +111111111111 +eu-west-1 +Tagged +image ami-[0-9a-f]+ \(web-server 1.0.57, available\) in eu-west-1");
        plan.Out.ShouldMatch(@"prod +222222222222 +eu-west-1 +Packing +instance i-[0-9a-f]+");
        plan.Out.ShouldContain("Copies of the journal in Parameter Store: dev, prod");
        ground.Leftovers().ShouldBe(before, ignoreOrder: true);

        await using var repair = await ground.RunAsync("repair");
        repair.Out.ShouldContain("undone; nothing is left of it.");
        ground.Leftovers().ShouldBeEmpty();
    }

    private static async Task KilledAsync(string target, string action, bool withPacker)
    {
        await using var ground = await Playground.StartAsync(TimeSpan.Zero);
        await using var build = await StopAtAsync(ground, target == "dev" ? Playground.Dev : Playground.Prod, action);
        var packer = ground.PackerOf(target);
        // Packer 1.6 tags no group, and has told its name just before. A name that is not read yet is a case of its own, which takes half an hour.
        if (action == "CreateSecurityGroup") await build.UntilAsync(() => Directory.GetFiles(ground.Runs, "pair.json", SearchOption.AllDirectories).Any(f => File.ReadAllText(f).Contains("packer_", StringComparison.Ordinal)), "the group's name in the journal");
        await build.KillAsync();
        if (withPacker) Kill(-packer, 9).ShouldBe(0);
        ground.Leftovers().ShouldNotBeEmpty();

        await using var repair = await ground.RunAsync("repair", "--json", "--verbose");

        repair.ExitCode.ShouldBe(0, repair.Error);
        JsonDocument.Parse(repair.Out).RootElement[0].GetProperty("outcome").GetString().ShouldBe("undone");
        ground.Leftovers().ShouldBeEmpty(repair.Error);
        Directory.EnumerateFileSystemEntries(Path.Combine(ground.Folder, "tmp"), "amitools-*").ShouldBeEmpty();
        Living(packer).ShouldBeEmpty("Packer and its plugins have ended");
        await NothingToRepairAsync(ground);
    }

    /// <summary>A build whose Packer is held at a call that has had its effect and has not been answered.</summary>
    private static async Task<CliProcess> StopAtAsync(Playground ground, string account, string action, Task? until = null)
    {
        ground.Cloud.Faults.Add(new Fault(action, Kind: FaultKind.Delay, When: FaultTime.After) { Account = account, UserAgent = "aws-sdk-go", Until = until ?? never });
        var build = ground.Start("build", "src/web-server", "--build-number", "57");
        await build.UntilAsync(() => ground.Cloud.Calls.Any(c => c.Account == account && c.Action == action && c.UserAgent.Contains("aws-sdk-go", StringComparison.Ordinal)), $"{action} in {account}");
        return build;
    }

    /// <summary>The processes of a session that live; one that was killed and not yet fetched by its parent does not.</summary>
    private static IEnumerable<string> Living(int session)
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            string text;
            try
            {
                text = File.ReadAllText(Path.Combine(folder, "stat"));
            }
            catch (IOException)
            {
                continue;
            }
            var fields = text[(text.LastIndexOf(") ", StringComparison.Ordinal) + 2)..].Split(' ');
            if (fields[0] is not ("Z" or "X") && fields[3] == session.ToString(System.Globalization.CultureInfo.InvariantCulture)) yield return text;
        }
    }

    private static async Task NothingToRepairAsync(Playground ground)
    {
        await using var again = await ground.RunAsync("repair");
        again.ExitCode.ShouldBe(0, again.Error);
        again.Out.ShouldContain("There is nothing to repair.");
    }

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
