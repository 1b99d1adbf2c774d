using AmiTools.Core.Building;

namespace AmiTools.Core.Tests.Building;

/// <summary>Several definitions in one run, with the real Packer.</summary>
public sealed class BuildPairsTests
{
    [Fact]
    public async Task What_others_are_built_on_comes_first_and_one_that_fails_does_not_stop_the_rest()
    {
        await using var lab = await PairLab.StartAsync();
        Definition(lab, "base");
        Definition(lab, "service", "base@latest");
        Definition(lab, "broken", "ami-0000000000000dead");
        Definition(lab, "on-broken", "broken@1.*");

        var (outcomes, told) = await BuildAsync(lab, ["service", "on-broken", "broken", "base"], throttle: 2);

        outcomes["base"].Failure.ShouldBeNull();
        outcomes["service"].Failure.ShouldBeNull();
        ((ProblemsFoundException)outcomes["broken"].Failure!).Problems.ShouldAllBe(p => p.Id == "BaseImageNotFound");
        outcomes["on-broken"].Failure!.Message.ShouldBe("on-broken was not built: it is built on broken, and that failed. Its error is above.");
        told.IndexOf("base").ShouldBeLessThan(told.IndexOf("service"));
        told.Count.ShouldBe(4);
        // Each target uses its own member of the base pair.
        foreach (var member in outcomes["service"].Pair!.Members)
            member.SourceImageId.ShouldBe(outcomes["base"].Pair!.Members.Single(m => m.Target == member.Target).ImageId);
    }

    [Fact]
    public async Task What_is_not_approved_is_not_built_nor_is_what_needs_it()
    {
        await using var lab = await PairLab.StartAsync();
        Definition(lab, "base");
        Definition(lab, "service", "base@latest");

        var (outcomes, _) = await BuildAsync(lab, ["service", "base"], approve: false);

        outcomes.Values.ShouldAllBe(o => o.Pair == null && o.Failure == null);
        lab.Reporter.All.ShouldContain(l => l.Contains("service can't be planned before base is built"));
        lab.Cloud.Inside.Leftovers(PairLab.Dev).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cycle_is_found_before_anything_is_done()
    {
        await using var lab = await PairLab.StartAsync();
        Definition(lab, "one", "two@latest");
        Definition(lab, "two", "one@latest");
        (await Should.ThrowAsync<AmiToolsException>(() => BuildAsync(lab, ["one", "two"]))).ErrorId.ShouldBe("BaseImageCycle");
        lab.Cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_ends_all_and_leaves_nothing()
    {
        await using var lab = await PairLab.StartAsync();
        Definition(lab, "one");
        Definition(lab, "two");
        using var stop = new CancellationTokenSource();
        lab.Reporter.Told = (_, text) => { if (text.Contains("Creating AMI")) stop.Cancel(); };
        await Should.ThrowAsync<OperationCanceledException>(() => BuildAsync(lab, ["one", "two"], throttle: 2, cancel: stop.Token));
        lab.ShouldHaveNothingLeft();
    }

    private static void Definition(PairLab lab, string name, string? source = null)
    {
        lab.Folder.Write($"src/{name}/template.json", File.ReadAllText(lab.TemplatePath).Replace("\"web {{", $"\"{name} {{{{").Replace("\"version\": \"{{user `version`}}\", \"team\"", "\"team\""));
        lab.Folder.Write($"src/{name}/version.json", """{ "version": "1.0" }""");
        if (source is not null) lab.Folder.Write($"src/{name}/conf/default.conf", $"source_ami={source}\n");
    }

    private static async Task<(Dictionary<string, PairOutcome>, List<string>)> BuildAsync(PairLab lab, string[] names, bool approve = true, int throttle = 1, CancellationToken cancel = default)
    {
        var told = new List<string>();
        var builds = new BuildPairs(lab.Surroundings, _ => Task.FromResult(approve), outcome =>
        {
            told.Add(outcome.Name);
            return Task.CompletedTask;
        });
        var outcomes = await builds.RunAsync(new() { ThrottleLimit = throttle, Requests = [.. names.Select(n => lab.Request with { DefinitionPath = Path.Combine(lab.Root, n) })] }, lab.Reporter, cancel);
        return (outcomes.ToDictionary(o => o.Name), told);
    }
}
