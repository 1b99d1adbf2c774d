using System.CommandLine;

namespace AmiTools.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Writes the result as one JSON document to standard output, and progress as JSON lines to standard error.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Shows what helps to follow the work, and the details of an unexpected failure.",
        Recursive = true,
    };

    /// <summary>Whether JSON was asked for on a command line that could not be parsed.</summary>
    public bool IsJson(IReadOnlyList<string> arguments) => arguments.TakeWhile(a => a != "--").Contains(Json.Name);
}
