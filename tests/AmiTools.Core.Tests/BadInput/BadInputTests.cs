using AmiTools.Core.Building;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Tests.Building;
using AmiTools.Core.Tests.Definitions;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>Every bad input, through the operations that a user calls, with a way to AWS that must never be taken.</summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. BadInput.All.Select(i => i.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_input_has_its_own_message_and_AWS_is_not_touched(string name)
    {
        var input = BadInput.All.Single(i => i.Name == name);
        foreach (var by in new[] { By.Plan, By.Check, By.Parameters, By.Find }.Where(b => input.By.HasFlag(b)))
        {
            using var folder = BadInput.Ground();
            input.Lay(folder);
            var aws = new NoAws();
            var problems = await RunAsync(input, by, folder, aws);
            problems.Select(p => p.Text).ShouldBe(input.Expected(folder), $"by {by}");
            problems.ShouldAllBe(p => p.Id == input.Id);
            problems.ShouldAllBe(p => !p.Text.Contains("   at ") && !p.Text.Contains("Exception"));
            problems.ShouldAllBe(p => p.Text.Length < 1000);
            aws.Calls.ShouldBe(0);
            Directory.Exists(Path.Combine(folder.Root, "runs")).ShouldBeFalse("nothing is left behind");
        }
    }

    [Fact]
    public void There_are_at_least_eighty_and_each_has_a_message_of_its_own()
    {
        output.WriteLine($"bad inputs: {BadInput.All.Count}, through operations: {BadInput.All.Sum(i => new[] { By.Plan, By.Check, By.Parameters, By.Find }.Count(b => i.By.HasFlag(b)))}, error ids: {BadInput.All.Select(i => i.Id).Distinct().Count()}");
        BadInput.All.Count.ShouldBeGreaterThanOrEqualTo(80);
        BadInput.All.Select(i => string.Join('\n', i.Messages)).ShouldBeUnique();
        BadInput.All.Select(i => i.Name).ShouldBeUnique();
    }

    [Fact]
    public async Task The_layout_that_they_are_laid_over_is_right()
    {
        using var folder = BadInput.Ground();
        var right = new BadInput("right", _ => { }, "none");
        (await RunAsync(right, By.Check, folder, new NoAws())).ShouldBeEmpty();
        (await RunAsync(right, By.Parameters, folder, new NoAws())).ShouldBeEmpty();
        var aws = new NoAws();
        (await RunAsync(right, By.Plan, folder, aws)).ShouldAllBe(p => p.Text.Contains("asked for AWS"));
        aws.Calls.ShouldBe(2, "a plan of right files goes to both targets");
    }

    [Fact]
    public void A_file_of_50_MB_costs_next_to_no_memory()
    {
        using var folder = BadInput.Ground();
        using (var file = File.Create(Path.Combine(folder.Web, "template.json"))) file.SetLength(50 * 1024 * 1024);
        DefinitionLoader.Load(folder.Web, ["dev"]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DefinitionLoader.Load(folder.Web, ["dev"]).Problems.Single().Id.ShouldBe("FileTooLarge");
        var used = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"refused with {used / 1024} KB");
        used.ShouldBeLessThan(1024 * 1024);
    }

    private static async Task<IReadOnlyList<(string Id, string Text)>> RunAsync(BadInput input, By by, DefinitionFolder folder, NoAws aws)
    {
        var surroundings = new Surroundings
        {
            Variables = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = folder.Root },
            WorkingDirectory = folder.Root,
            Connector = aws,
        };
        var reporter = new RecordingReporter();
        var targets = new TargetSelection { Names = input.Targets };
        var definitions = new DefinitionRequest { Definitions = new() { Path = input.DefinitionPath }, Targets = targets, Overrides = input.Overrides, ValidateWithPacker = input.Packer };
        try
        {
            switch (by)
            {
                case By.Plan:
                    await new PlanPair(surroundings).RunAsync(new() { DefinitionPath = input.DefinitionPath, RunsPath = "runs", BuildNumber = input.BuildNumber, Commit = PairLab.Commit, Branch = "main", Targets = targets, Overrides = input.Overrides }, reporter, default);
                    return [];
                case By.Check:
                    return [.. (await new CheckDefinitions(surroundings).RunAsync(definitions, reporter, default)).SelectMany(c => c.Problems).Select(p => (p.Id, p.ToString()))];
                case By.Parameters:
                    await new ListParameters(surroundings).RunAsync(definitions, reporter, default);
                    return [];
                default:
                    await new FindImages(surroundings).RunAsync(new() { Name = "web", Version = "2.0.*", Targets = targets }, reporter, default);
                    return [];
            }
        }
        catch (ProblemsFoundException e)
        {
            return [.. e.Problems.Select(p => (p.Id, p.ToString()))];
        }
        catch (AmiToolsException e)
        {
            return [(e.ErrorId, e.Message)];
        }
    }

    /// <summary>Counts who asks for AWS, and gives it to nobody.</summary>
    private sealed class NoAws : ITargetConnector
    {
        public IReadOnlyList<string> Secrets => [];

        private int calls;

        public int Calls => calls;

        public Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel)
        {
            Interlocked.Increment(ref calls);
            throw new AmiToolsException("AskedForAws", FailureKind.ServiceFailed, $"The target '{target.Name}' was asked for AWS.");
        }
    }
}
