using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Pointers;

namespace AmiTools.Cli.Commands;

/// <summary><c>reference</c>: the places that name images, in the files and parameters of environments.</summary>
internal static class ReferenceCommand
{
    public static Command Create(CommandRunner runner) => new("reference", "Lists, checks and changes the places that name images in the files and parameters of environments.") { List(runner), Test(runner), ReferenceChangeCommands.Set(runner), ReferenceChangeCommands.Undo(runner) };

    private static Command List(CommandRunner runner)
    {
        var options = new ReferenceOptions();
        var files = new Option<bool>("--files-only") { Description = "Reads files only and asks nothing of AWS." };
        var command = new Command("list", "Lists every place that names an image.") { files };
        options.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var found = await new GetReferences(session.Surroundings).RunAsync(options.Read(parsed) with { FilesOnly = parsed.GetValue(files) }, session.Reporter, session.Cancel);
            session.Write(found, screen => ReferenceView.Show(screen, found, session.Host.WorkingDirectory));
            return ExitCode.Done;
        });
    }

    private static Command Test(CommandRunner runner)
    {
        var options = new ReferenceOptions();
        var version = new Option<string?>("--version") { Description = "The version that all are to name. Without it, the newest that any of them names.", HelpName = "version" };
        var command = new Command("test", "Checks that environments name the same version, and images that can be used. Fails if not.") { version };
        options.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var read = options.Read(parsed);
            var checks = await new CheckReferences(session.Surroundings).RunAsync(new() { Targets = read.Targets, Environments = read.Environments, Name = read.Name, Version = parsed.GetValue(version) }, session.Reporter, session.Cancel);
            session.Write(checks, screen => ReferenceView.Show(screen, checks, session.Host.WorkingDirectory));
            ReferenceChecks.ThrowIfDrifted(checks, session.Reporter);
            return ExitCode.Done;
        });
    }
}
