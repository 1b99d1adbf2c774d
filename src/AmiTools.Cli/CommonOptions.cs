using System.CommandLine;

namespace AmiTools.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    /// <summary>In the place of a file: standard output.</summary>
    public const string ToOutput = "-";

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

    public Option<string?> Log { get; } = new("--log")
    {
        Description = "Writes what happens, the result and the end as JSON lines: to the end of this file, or with - to standard output. Nothing else is written then but a failure, which goes to standard error as well.",
        HelpName = "file",
        Recursive = true,
    };

    /// <summary>For those who write a command down to be run later, such as a schedule: --help would excuse every mistake.</summary>
    public Option<bool> CheckCommand { get; } = new("--check-command")
    {
        Description = "Only checks that the command line is right, and does nothing.",
        Recursive = true,
    };

    /// <summary>Adds them to the command that has all others.</summary>
    public void AddTo(RootCommand root)
    {
        Log.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<string?>();
            if (string.IsNullOrWhiteSpace(value)) result.AddError("--log expects a file, or - for standard output; it was given nothing.");
            else if (value == ToOutput && result.GetResult(Json) is { Implicit: false }) result.AddError("--json and --log - both want standard output; give --log a file.");
        });
        foreach (var option in new Option[] { Json, Verbose, Log, CheckCommand }) root.Add(option);
    }

    /// <summary>Whether JSON was asked for on a command line that could not be parsed.</summary>
    public bool IsJson(IReadOnlyList<string> arguments) => arguments.TakeWhile(a => a != "--").Contains(Json.Name);
}
