using System.CommandLine;

namespace AmiTools.Cli.Commands;

/// <summary>What a check of definitions takes besides definitions and targets.</summary>
internal sealed class DefinitionRequestOptions
{
    private readonly Option<IReadOnlyDictionary<string, string>> set = KeyValueOption.Create("--set", "A parameter that wins over every file; may be given several times.");
    private readonly Option<bool> withoutPacker = new("--without-packer") { Description = "Leaves out 'packer validate'." };
    private readonly Option<string?> packer = new("--packer") { Description = "The Packer program. Without it, 'packer' on PATH.", HelpName = "path" };

    public void AddTo(Command command)
    {
        command.Add(set);
        command.Add(withoutPacker);
        command.Add(packer);
    }

    public DefinitionRequest Read(ParseResult parsed, DefinitionSelection definitions, TargetSelection targets) => new()
    {
        Definitions = definitions,
        Targets = targets,
        Overrides = parsed.GetValue(set) ?? new Dictionary<string, string>(),
        PackerPath = parsed.GetValue(packer),
        ValidateWithPacker = !parsed.GetValue(withoutPacker),
    };
}
