using System.CommandLine;

namespace AmiTools.Cli.Commands;

/// <summary>The options that say which targets are meant.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> environments = new("--environments")
    {
        Description = "The environments.yaml (or .json), or the folder it lies in. Without it, the working directory and its parents are looked in.",
        HelpName = "path",
    };

    private readonly Option<string[]> targets = new("--target")
    {
        Description = "A target's name; may be given several times. Without it, all targets of the file, in its order.",
        HelpName = "name",
    };

    public void AddTo(Command command)
    {
        command.Add(environments);
        command.Add(targets);
    }

    public TargetSelection Read(ParseResult parsed) => new() { Path = parsed.GetValue(environments), Names = parsed.GetValue(targets) ?? [] };
}
