using static AmiTools.Cli.Tests.CloudGround;

namespace AmiTools.Cli.Tests;

public class CleanupCommandTests
{
    [Fact]
    public async Task A_plan_shows_what_would_go_and_why_the_rest_stays_and_changes_nothing()
    {
        await using var ground = await CloudGround.StartAsync();
        var (one, two, three) = (ground.SeedOld(Dev, "web", "1.0.1"), ground.SeedOld(Dev, "web", "1.0.2"), ground.SeedOld(Dev, "web", "1.0.3"));
        (await ground.RunAsync("scan")).ExitCode.ShouldBe(0);
        ground.Cloud.ClearCalls();

        var run = await ground.RunAsync("plan");

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = run.Out.TrimEnd().Split('\n');
        lines[0].ShouldBe("Delete: 1 image, 8 GiB");
        lines.ShouldContain(l => l.Contains(one) && l.EndsWith("never used, made 60 days ago"));
        lines.ShouldContain(l => l.Contains(three) && l.EndsWith("number 1 of the newest 2 complete releases"));
        lines[^1].ShouldBe("3 images: 2 kept, 1 to go.");
        ground.Cloud.Calls.ShouldNotContain(c => c.Action.StartsWith("Create") || c.Action.StartsWith("Deregister") || c.Action.StartsWith("Delete"));

        var json = Json((await ground.RunAsync("plan", "--json", "--keep-latest", "0")).Out);
        json.EnumerateArray().Count(r => r.GetProperty("decision").GetString() == "delete").ShouldBe(3);
        json.EnumerateArray().Select(r => r.GetProperty("imageId").GetString()).ShouldBe([one, two, three], ignoreOrder: true);
    }

    [Fact]
    public async Task A_plan_that_lacks_a_target_says_so_and_exits_with_2()
    {
        await using var ground = await CloudGround.StartAsync();
        ground.SeedOld(Dev, "web", "1.0.1");
        ground.Inside.Deny(Prod, "ec2:DescribeImages");
        var run = await ground.RunAsync("plan");
        run.ExitCode.ShouldBe(2);
        run.Out.ShouldContain("1 image: 1 kept, 0 to go.");
        run.Error.ShouldStartWith("error: The plan is not complete: 1 target can't be read.");
    }

    [Fact]
    public async Task A_cleanup_deletes_and_says_what_went_and_why_the_rest_stayed()
    {
        await using var ground = await CloudGround.StartAsync();
        var (old, used) = (ground.SeedOld(Dev, "web", "1.0.1"), ground.SeedOld(Dev, "web", "1.0.2"));
        ground.Inside.SeedInstance(Dev, Region, used);
        (await ground.RunAsync("scan")).ExitCode.ShouldBe(0);

        var shown = await ground.RunAsync("cleanup", "--keep-latest", "0", "--maximum-deletion", "0", "--what-if");
        shown.ExitCode.ShouldBe(0, shown.Error);
        shown.Out.ShouldStartWith("Delete: 1 image, 8 GiB");
        shown.Error.ShouldBe("warning: A run would stop before it deleted anything. 1 image would go, and a run takes at most 0 (-MaximumDeletion, --maximum-deletion).\n");

        var stopped = await ground.RunAsync("cleanup", "--keep-latest", "0", "--maximum-deletion", "0");
        stopped.ExitCode.ShouldBe(1);
        stopped.Error.ShouldStartWith("error: The cleanup was stopped before it deleted anything.");
        ground.Images(Dev).ShouldBe([old, used], ignoreOrder: true);

        var run = await ground.RunAsync("cleanup", "--keep-latest", "0", "--price", "0.10");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain($"{old}  8    deleted  never used, made 60 days ago\n");
        run.Out.ShouldEndWith("kept 1: in use\n1 image and 1 snapshot deleted, 8 GiB (at most 0.80 a month, estimated), 1 kept, 0 failed.\n");
        ground.Images(Dev).ShouldBe([used]);
    }

    [Fact]
    public async Task A_plan_is_written_and_executed_later_and_has_no_other_rules()
    {
        await using var ground = await CloudGround.StartAsync();
        var (one, two) = (ground.SeedOld(Dev, "web", "1.0.1"), ground.SeedOld(Dev, "web", "1.0.2"));
        (await ground.RunAsync("scan")).ExitCode.ShouldBe(0);
        File.WriteAllText(Path.Combine(ground.Folder, "plan.json"), (await ground.RunAsync("plan", "--keep-latest", "1", "--json")).Out);
        var three = ground.SeedOld(Dev, "api", "1.0.0");

        var both = await ground.RunAsync("cleanup", "--plan", "plan.json", "--keep-latest", "0");
        both.ExitCode.ShouldBe(1);
        both.Error.ShouldStartWith("error: A plan has its own images and limits; --keep-latest can't be given with --plan.");
        var run = await ground.RunAsync("cleanup", "--plan", "plan.json");

        run.ExitCode.ShouldBe(0, run.Error);
        ground.Images(Dev).ShouldBe([two, three], ignoreOrder: true);
        (await ground.RunAsync("cleanup", "--plan", "plan.json", "--json")).Out.ShouldContain("\"outcome\": \"gone\"");
        (await ground.RunAsync("[]", ["cleanup", "--plan", "-"])).Out.ShouldEndWith("0 images and 0 snapshots deleted, 0 GiB (at most 0.00 a month, estimated), 0 kept, 0 failed.\n");
        ground.Images(Dev).Count.ShouldBe(2);
        one.ShouldNotBe(two);
    }

    [Fact]
    public async Task What_could_not_be_deleted_is_an_error_of_its_own_exit_code_in_the_log_too()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.SeedOld(Dev, "web", "1.0.1");
        (await ground.RunAsync("scan")).ExitCode.ShouldBe(0);
        ground.Inside.Deny(Dev, "ec2:DeregisterImage");

        var run = await ground.RunAsync("cleanup", "--keep-latest", "0", "--maximum-deletion-percent", "100", "--log", "cleanup.jsonl");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("error: The cleanup is not complete: 1 image failed.");
        var lines = File.ReadAllLines(Path.Combine(ground.Folder, "cleanup.jsonl")).Select(Json).ToList();
        lines[^1].GetProperty("fields").GetProperty("exitCode").GetInt32().ShouldBe(2);
        lines.ShouldContain(l => l.GetProperty("message").GetString()!.StartsWith("0 images and 0 snapshots deleted"));
        lines.ShouldContain(l => l.GetProperty("message").GetString()!.StartsWith($"{image} (web 1.0.1, dev): failed: "));

        ground.Inside.AllowAll();
        File.Delete(Path.Combine(ground.Folder, "cleanup.jsonl"));
        (await ground.RunAsync("cleanup", "--keep-latest", "0", "--maximum-deletion-percent", "100", "--log", "cleanup.jsonl")).ShouldBe(new CliRun(0, "", ""));
        // What went, by name: whoever misses an image looks here.
        File.ReadAllLines(Path.Combine(ground.Folder, "cleanup.jsonl")).Select(l => Json(l).GetProperty("message").GetString()).ShouldContain($"{image} (web 1.0.1, dev): deleted.");
    }

    [Fact]
    public async Task Images_are_pinned_unpinned_and_restored()
    {
        await using var ground = await CloudGround.StartAsync();
        var image = ground.SeedOld(Dev, "web", "1.0.1");

        (await ground.RunAsync("protect", "web@1.0.1", "--reason", "the lab", "--until", "tomorrow")).Error.ShouldStartWith("error: --until is 'tomorrow'; expected a day or a time in UTC, such as 2026-04-01 or 2026-04-01T12:00Z.");
        (await ground.RunAsync("protect", image, "--reason", "the lab", "--by", "ops", "--until", "2099-01-01", "--what-if")).ExitCode.ShouldBe(0);
        ground.Tag(image, "AmiTools:Pinned").ShouldBeNull();
        (await ground.RunAsync("protect", image, "--reason", "the lab", "--by", "ops", "--until", "2099-01-01")).Out.ShouldBe($"{image} (web 1.0.1, dev): by ops until 2099-01-01: the lab\n");
        ground.Tag(image, "AmiTools:Pinned").ShouldBe("by ops until 2099-01-01: the lab");
        (await ground.RunAsync("unprotect", "web@1.0.1")).Out.ShouldBe($"{image} (web 1.0.1, dev): not pinned\n");
        ground.Tag(image, "AmiTools:Pinned").ShouldBeNull();
        (await ground.RunAsync("restore", image)).Out.ShouldBe($"{image} (web 1.0.1, dev): nothing to restore\n");
        (await ground.RunAsync("scan")).ExitCode.ShouldBe(0);
        (await ground.RunAsync("cleanup", "--stage", "deprecate", "--keep-latest", "0", "--maximum-deletion-percent", "100")).Out.ShouldContain("1 deprecated");
        (await ground.RunAsync("restore", image)).Out.ShouldBe($"{image} (web 1.0.1, dev): no longer deprecated, out of its stage\n");
    }
}
