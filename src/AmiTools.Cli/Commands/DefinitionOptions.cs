using System.CommandLine;

namespace AmiTools.Cli.Commands;

/// <summary>Which definitions are meant.</summary>
internal sealed class DefinitionOptions
{
    private readonly Argument<string?> path = new Argument<string?>("path")
    {
        Description = "A definition's folder, or a folder below which definitions are looked for. Without it, the working directory.",
        Arity = ArgumentArity.ZeroOrOne,
    }.RefusingOptions();

    private readonly Option<string[]> names = new("--name") { Description = "A definition's name, with wildcards; may be given several times.", HelpName = "name" };

    public void AddTo(Command command)
    {
        command.Add(path);
        command.Add(names);
    }

    public DefinitionSelection Read(ParseResult parsed) => new() { Path = parsed.GetValue(path), Names = parsed.GetValue(names) ?? [] };
}
