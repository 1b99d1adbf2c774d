using AmiTools.Cli.Views;
using AmiTools.Core.Pointers;

namespace AmiTools.Cli.QuickStart;

/// <summary>The part about environments: promote, find drift, go back. Files name the images, as in a repository of a company.</summary>
internal sealed class PromoteStory(Session session, Narrator narrator, Stage stage)
{
    private readonly string folder = stage.Example.Folder;

    public async Task<IReadOnlyList<ReferenceCheck>> TellAsync(string name, string before, string next)
    {
        await LayAsync(name, before);
        narrator.Step(
            "Point an environment at a version",
            "staging (in dev) and production (in prod) name their image in a file each: staging.tfvars and production.json.",
            $"staging goes from {before} to {next}. Only the bytes of the id change, and both images are pinned.");
        narrator.Command($"Set-AmiReference staging {next}", $"reference set {next} --environment staging");
        await SetAsync(next, "staging");

        narrator.Step("Find drift", "Now staging and production do not name the same version any more. In a pipeline, this is an error:");
        narrator.Command("Test-AmiReference -FailOnDrift", "reference test");
        var checks = await new CheckReferences(stage.Surroundings).RunAsync(new(), session.Reporter, session.Cancel);
        narrator.Show(screen => ReferenceView.Show(screen, checks, folder));
        foreach (var problem in ReferenceChecks.Problems(checks)) narrator.Say("     " + problem.ToString().Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));

        narrator.Step("Promote, and roll back", $"production follows to {next}; it does not work there, and production goes back to the version before.");
        narrator.Command($"Set-AmiReference production {next}", $"reference set {next} --environment production");
        await SetAsync(next, "production");
        narrator.Command("Undo-AmiReference production", "reference undo --environment production");
        await SetAsync(null, "production");
        return checks;
    }

    private async Task SetAsync(string? version, string environment)
    {
        using var references = new SetReferences(stage.Surroundings);
        var plan = await references.PlanAsync(new() { Environments = [environment], Version = version }, session.Reporter, session.Cancel);
        var changes = await references.RunAsync(plan, session.Reporter, session.Cancel);
        narrator.Show(screen => ReferenceView.Show(screen, changes, folder));
    }

    private async Task LayAsync(string name, string version)
    {
        var images = await new Core.Images.FindImages(stage.Surroundings).RunAsync(new() { Name = name, Version = version }, session.Reporter, session.Cancel);
        await File.AppendAllTextAsync(Path.Combine(folder, "environments.yaml"), """

            environments:
              - { name: staging, target: dev, references: [{ file: staging.tfvars }] }
              - { name: production, target: prod, references: [{ file: production.json }] }

            """, session.Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "staging.tfvars"), $"# The web servers' image.\nweb_ami = \"{images[0].ImageId}\"\n", session.Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "production.json"), $"[\n  {{ \"ParameterKey\": \"ImageId\", \"ParameterValue\": \"{images[1].ImageId}\" }}\n]\n", session.Cancel);
    }
}
