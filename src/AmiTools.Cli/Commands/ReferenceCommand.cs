using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Pointers;

namespace AmiTools.Cli.Commands;

/// <summary><c>reference</c>: the places that name images, in the files and parameters of environments.</summary>
internal static class ReferenceCommand
{
    public static Command Create(CommandRunner runner) => new("reference", "Lists, checks and changes the places that name images in the files and parameters of environments.") { List(runner) };

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
}
