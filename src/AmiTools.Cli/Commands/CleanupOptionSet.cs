using System.CommandLine;

namespace AmiTools.Cli.Commands;

/// <summary>The options that say which images are judged, and by what.</summary>
internal sealed class CleanupOptionSet
{
    private static readonly CleanupLimits defaults = new();

    private readonly Argument<string[]> names = new Argument<string[]>("name") { Description = "Names of images, with wildcards. Without it, all.", Arity = ArgumentArity.ZeroOrMore }.RefusingOptions();
    private readonly Option<double> olderThan = Days("--older-than-days", "How many days after its last use an image is kept.", defaults.OlderThanDays);
    private readonly Option<double> neverUsed = Days("--never-used-older-than-days", "How many days a complete release that was never used is kept.", defaults.NeverUsedOlderThanDays);
    private readonly Option<double> prerelease = Days("--prerelease-older-than-days", "How many days a prerelease is kept.", defaults.PrereleaseOlderThanDays);
    private readonly Option<int> keepLatest = new("--keep-latest") { Description = "How many of the newest complete releases of each name and target are kept.", HelpName = "number", DefaultValueFactory = _ => defaults.KeepLatest };
    private readonly Option<CleanupStage> stage = new("--stage") { Description = "Goes in stages, one a run, and none further than this: deprecate, disable, deregister. Without it, what nothing keeps is deleted at once.", HelpName = "stage" };
    private readonly Option<double> stageDays = Days("--stage-days", "How many days an image stays in a stage.", defaults.StageDays);
    private readonly Option<string[]> required = new("--required-source") { Description = "A source that must answer, besides those that always must; may be given several times.", HelpName = "name" };
    private readonly TargetOptions targets = new();
    private readonly UsageOptionSet usage = new();

    private IReadOnlyList<Option> Rules => [olderThan, neverUsed, prerelease, keepLatest, stage, stageDays];

    public void AddTo(Command command)
    {
        command.Add(names);
        targets.AddTo(command);
        foreach (var option in Rules) command.Add(option);
        usage.AddTo(command);
        command.Add(required);
    }

    public CleanupRequest Read(ParseResult parsed) => new()
    {
        Targets = targets.Read(parsed),
        Names = parsed.GetValue(names) ?? [],
        Limits = new()
        {
            OlderThanDays = parsed.GetValue(olderThan),
            NeverUsedOlderThanDays = parsed.GetValue(neverUsed),
            PrereleaseOlderThanDays = parsed.GetValue(prerelease),
            KeepLatest = parsed.GetValue(keepLatest),
            Stage = parsed.GetValue(stage),
            StageDays = parsed.GetValue(stageDays),
        },
        Options = usage.Read(parsed) with { Required = parsed.GetValue(required) ?? [] },
    };

    /// <summary>What of the rules was given, though a plan has its own; null if nothing was.</summary>
    public string? GivenBesidesAPlan(ParseResult parsed) =>
        parsed.GetValue(names) is { Length: > 0 } ? "names" : Rules.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false })?.Name;

    private static Option<double> Days(string name, string description, double otherwise) => new(name) { Description = description, HelpName = "days", DefaultValueFactory = _ => otherwise };
}
