using System.CommandLine;

namespace AmiTools.Cli.Commands;

/// <summary>The options that say which references are meant.</summary>
internal sealed class ReferenceOptions
{
    private readonly Option<string?> path = new("--environments")
    {
        Description = "The environments.yaml (or .json), or the folder it lies in. Without it, the working directory and its parents are looked in.",
        HelpName = "path",
    };

    private readonly Option<string[]> environments = new("--environment")
    {
        Description = "An environment's name; may be given several times. Without it, all environments of the file.",
        HelpName = "name",
    };

    private readonly Option<string?> name = new("--name")
    {
        Description = "The image definition's name. Without it, every image that the environments name.",
        HelpName = "name",
    };

    public void AddTo(Command command, bool environmentRequired = false)
    {
        environments.Required = environmentRequired;
        foreach (var option in new Option[] { environments, name, path }) command.Add(option);
    }

    public ReferenceRequest Read(ParseResult parsed) => new() { Targets = new() { Path = parsed.GetValue(path) }, Environments = parsed.GetValue(environments) ?? [], Name = parsed.GetValue(name) };
}
