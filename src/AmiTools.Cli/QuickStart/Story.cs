using System.Globalization;
using AmiTools.Cli.Reporting;
using AmiTools.Cli.Views;
using AmiTools.Core.Building;
using AmiTools.Core.Definitions;
using AmiTools.Core.Images;

namespace AmiTools.Cli.QuickStart;

/// <summary>The quick start from its first line to its last.</summary>
internal sealed class Story(Session session)
{
    private const string Name = "web-server";
    private const string DefinitionPath = "src/" + Name;

    private readonly Narrator narrator = new(session.Screen, session.IsJson);

    public async Task<ExitCode> TellAsync()
    {
        FindPacker();
        var started = session.Host.Time.GetTimestamp();
        narrator.Say("AmiTools quick start: the same image in two accounts, built as one thing.");
        narrator.Say("All of it happens on this machine, with the real Packer and a local cloud. No AWS account is touched.");

        await using var stage = await Stage.BuildAsync(session);
        ShowAccounts(stage);
        await ShowParametersAsync(stage);
        var pair = await BuildPairAsync(stage);
        var found = await FindPairAsync(stage, pair);
        var failure = await FailInProdAsync(stage);
        ShowHoldings(stage, pair);
        var leftovers = await RemovePairAsync(stage, pair);
        var (cleanup, references) = await new FleetStory(session, narrator, stage).TellAsync();

        var seconds = Math.Round(session.Host.Time.GetElapsedTime(started).TotalSeconds, 1);
        narrator.Say("");
        narrator.Say(string.Create(CultureInfo.InvariantCulture, $"Done in {seconds:0} s. The definition is in examples/quickstart; examples/environments.yaml shows how accounts of your own are named."));
        if (session.IsJson) session.Write(new { pair, found, failedBuild = new { failure.ErrorId, failure.Message }, leftovers, references, cleanup, seconds }, _ => { });
        return leftovers.Count == 0 ? ExitCode.Done : ExitCode.PartlyDone;
    }

    /// <summary>Before anything is shown: without Packer there is no story.</summary>
    private void FindPacker()
    {
        try
        {
            PackerProgram.Find(null, session.Host.Variables, session.Host.WorkingDirectory);
        }
        catch (AmiToolsException e)
        {
            throw new AmiToolsException(e.ErrorId, e.Kind, e.Message + " In a checkout on Debian, './build.sh quickstart' installs it.", e.Subject, e);
        }
    }

    private void ShowAccounts(Stage stage)
    {
        narrator.Step(
            "Two accounts",
            $"A local cloud answers as EC2, STS and Parameter Store on {stage.Cloud.Url.GetLeftPart(UriPartial.Authority)}.",
            "Account 111111111111 is dev, account 222222222222 is prod; neither sees what is the other's.");
        narrator.Command("Start-AmiLocalCloud", "local-cloud");
    }

    private async Task ShowParametersAsync(Stage stage)
    {
        narrator.Step(
            "One definition, two sets of parameters",
            $"{DefinitionPath} holds a Packer template, version.json and conf/. What the accounts do not share is in conf/dev and conf/prod:");
        var parameters = await new ListParameters(stage.Surroundings).RunAsync(
            new DefinitionRequest { Definitions = new() { Path = DefinitionPath }, ValidateWithPacker = false }, session.Reporter, session.Cancel);
        narrator.Show(screen => ParameterView.Show(screen, [.. parameters.Where(p => p.DiffersBetweenTargets && p.Level is not "built-in")]));
        narrator.Command($"Get-AmiParameter {DefinitionPath}", $"definitions parameters {DefinitionPath} --differing");
    }

    private async Task<AmiPair> BuildPairAsync(Stage stage)
    {
        narrator.Step("Build it in both accounts", "Packer builds dev's image, then prod's. Both get one version, traceable to the git commit.");
        if (stage.Example.Commit is null) narrator.Say("   There is no git here, so the commit is unknown; in a repository it is always written down.");
        narrator.Command($"New-PairedAmi {DefinitionPath} -BuildNumber 1", $"build {DefinitionPath} --build-number 1");
        var pair = await BuildAsync(stage, "1");
        narrator.Show(screen => PairView.Show(screen, pair with { RunFolder = null }));
        return pair;
    }

    private async Task<IReadOnlyList<Ami>> FindPairAsync(Stage stage, AmiPair pair)
    {
        narrator.Step("Find it by version", "Each account answers with its own member of the pair.");
        narrator.Command($"Get-AmiByVersion {Name} {pair.Version}", $"find {Name} {pair.Version}");
        var found = await new FindImages(stage.Surroundings).RunAsync(new FindImagesRequest { Name = Name, Version = pair.Version }, session.Reporter, session.Cancel);
        narrator.Show(screen => ImageView.Show(screen, found));
        return found;
    }

    private async Task<AmiToolsException> FailInProdAsync(Stage stage)
    {
        narrator.Step(
            "If prod fails, dev goes too",
            "The next build: dev's image is made, then prod's cloud refuses to make one. Half a pair would be worse than none,",
            "so dev's image is taken back, and so is everything that Packer made.");
        narrator.Command($"New-PairedAmi {DefinitionPath} -BuildNumber 2", $"build {DefinitionPath} --build-number 2");
        stage.Cloud.RefuseNextImage(stage.Cloud.Settings.Accounts[^1]);
        AmiToolsException? failure = null;
        try
        {
            await BuildAsync(stage, "2");
        }
        catch (AmiToolsException e)
        {
            failure = e;
        }
        if (failure is null) throw new AmiToolsException("QuickStartFailed", FailureKind.ServiceFailed, "The build that was to fail in prod has succeeded. This is a fault of the quick start; please report it.");
        narrator.Say("   The build ended with this error (the command line's exit code is 1):");
        narrator.Say("     " + failure.Message.ReplaceLineEndings(Environment.NewLine + "     "));
        return failure;
    }

    private void ShowHoldings(Stage stage, AmiPair pair)
    {
        narrator.Step("See what is there", "As the cloud itself lists both accounts: images, snapshots, instances, volumes, keys, security groups.");
        var holdings = stage.Holdings();
        narrator.Show(screen => screen.Table(Table(holdings)));
        var others = holdings.Where(h => !pair.Members.Any(m => h.Thing.Contains(m.ImageId, StringComparison.Ordinal) || m.SnapshotIds.Any(s => h.Thing.Contains(s, StringComparison.Ordinal)))).ToArray();
        narrator.Say(others.Length == 0
            ? $"   Only the pair {pair.Version}; of the failed build nothing is left over."
            : $"   Besides the pair {pair.Version} there are {others.Length} things left over: {string.Join(", ", others.Select(o => $"{o.Thing} in {o.Target}"))}.");
    }

    private async Task<IReadOnlyList<Holding>> RemovePairAsync(Stage stage, AmiPair pair)
    {
        narrator.Step("Remove the pair", "Both images go, with their snapshots.");
        narrator.Command($"Remove-PairedAmi {Name} {pair.Version}", "(in PowerShell only)");
        var request = new RemovePairRequest { Name = Name, Version = pair.Version };
        var plan = await new PlanRemoval(stage.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
        await new RemoveImages(stage.Surroundings).RunAsync(request, plan, session.Reporter, session.Cancel);
        var leftovers = stage.Holdings();
        narrator.Say(leftovers.Count == 0 ? "   The cloud lists nothing any more in either account: nothing is left over." : "   Left over:");
        if (leftovers.Count > 0) narrator.Show(screen => screen.Table(Table(leftovers)));
        return leftovers;
    }

    private async Task<AmiPair> BuildAsync(Stage stage, string buildNumber)
    {
        var request = new NewPairRequest { DefinitionPath = DefinitionPath, BuildNumber = buildNumber, ReleaseBuild = true };
        var plan = await new PlanPair(stage.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
        return await new BuildPair(stage.Surroundings).RunAsync(plan, session.Reporter, session.Cancel);
    }

    private static TextTable Table(IReadOnlyList<Holding> holdings) =>
        new(["target", "account", "what"], [.. holdings.Select(h => new[] { h.Target, h.Account, h.Thing })]);
}
