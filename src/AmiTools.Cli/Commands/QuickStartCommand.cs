using System.CommandLine;
using AmiTools.Cli.QuickStart;

namespace AmiTools.Cli.Commands;

/// <summary><c>quickstart</c>: the main job, shown on a local cloud.</summary>
internal static class QuickStartCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("quickstart", "Shows the main job in under a minute, with the real Packer, against a local cloud of two accounts. Touches no AWS account.");
        return runner.Bind(command, (session, _) => new Story(session).TellAsync(), undoes: true);
    }
}
