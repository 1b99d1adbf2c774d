using System.CommandLine;
using AmiTools.Cli.Commands;

namespace AmiTools.Cli;

/// <summary>The commands, and what happens when a command line is wrong.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    public static async Task<ExitCode> RunAsync(IReadOnlyList<string> arguments, Host host)
    {
        var common = new CommonOptions();
        var runner = new CommandRunner(host, common);
        var root = new RootCommand("Keeps the images of several AWS accounts the same, traceable and tidy.")
        {
            QuickStartCommand.Create(runner),
            LocalCloudCommand.Create(runner),
            BuildCommand.Create(runner),
            RepairCommand.Create(runner),
            FindCommand.Create(runner),
            RegisterCommand.Create(runner),
            DefinitionsCommand.Create(runner),
            UsageCommand.Create(runner),
            ScanCommand.Create(runner),
            PlanCommand.Create(runner),
            CleanupCommand.Create(runner),
            ProtectCommands.Protect(runner),
            ProtectCommands.Unprotect(runner),
            ProtectCommands.Restore(runner),
            AccessCommands.Access(runner),
            AccessCommands.Share(runner),
            AccessCommands.Unshare(runner),
            CopyCommand.Create(runner),
            ReferenceCommand.Create(runner),
            UserDataCommand.Create(runner),
            PolicyCommand.Create(runner),
            LambdaCommand.Create(runner),
        };
        common.AddTo(root);

        // No response files: a value that begins with @ is a value.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var streams = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are StopRequest's: an undo takes longer than the library would wait.
            ProcessTerminationTimeout = null,
        };
        if (parsed.Errors.Count > 0) return BadUsage(parsed, host, common.IsJson(arguments));
        if (parsed.GetValue(common.CheckCommand)) return ExitCode.Done;
        return (ExitCode)await parsed.InvokeAsync(streams, host.Stop.Token);
    }

    private static ExitCode BadUsage(ParseResult parsed, Host host, bool json)
    {
        var command = parsed.CommandResult.Command;
        // "Required command was not provided" says nothing to somebody who has mistyped one.
        var message = command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var unknown, ..]
            ? $"There is no {(unknown.StartsWith('-') ? "option" : "command")} '{unknown}'."
            : string.Join(' ', parsed.Errors.Select(e => e.Message.Trim()).Distinct());
        if (json)
        {
            host.Error.WriteLine(Reporting.JsonText.Line(new { type = "error", errorId = "BadUsage", kind = "badUsage", message }));
            return ExitCode.BadUsage;
        }
        host.Error.WriteLine("error: " + message);
        host.Error.WriteLine();
        var help = new InvocationConfiguration { Output = host.Error, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        parsed.RootCommandResult.Command.Parse([.. PathOf(command), "--help"]).Invoke(help);
        return ExitCode.BadUsage;
    }

    private static IEnumerable<string> PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? PathOf(parent).Append(command.Name) : [];
}
