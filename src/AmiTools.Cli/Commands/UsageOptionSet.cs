using System.CommandLine;

namespace AmiTools.Cli.Commands;

/// <summary>The options that say how sources of use are asked.</summary>
internal sealed class UsageOptionSet
{
    private readonly Option<string[]> files = new("--file") { Description = "A file whose image ids count as in use; may be given several times.", HelpName = "path" };

    private readonly Option<int> depth = new("--template-depth") { Description = "How many of the newest versions of each launch template are read.", HelpName = "versions", DefaultValueFactory = _ => 10 };

    private readonly Option<string[]> optional = new("--optional-source") { Description = "A source that may stay unknown in this run; may be given several times. See docs/usage-sources.md.", HelpName = "name" };

    public void AddTo(Command command)
    {
        command.Add(files);
        command.Add(depth);
        command.Add(optional);
    }

    public UsageOptions Read(ParseResult parsed) => new() { Files = parsed.GetValue(files) ?? [], TemplateDepth = parsed.GetValue(depth), Optional = parsed.GetValue(optional) ?? [] };
}
