using System.CommandLine;
using AmiTools.Cli.Reporting;
using AmiTools.Core.Ci;

namespace AmiTools.Cli;

/// <summary>Runs a command's work with the reporter that was asked for, and makes every failure a message and an exit code.</summary>
internal sealed class CommandRunner(Host host, CommonOptions common)
{
    /// <summary>Gives <paramref name="command"/> its work. <paramref name="undoes"/>: stopping it takes back what it made.</summary>
    public Command Bind(Command command, Func<Session, ParseResult, Task<ExitCode>> work, bool undoes = false)
    {
        command.SetAction(async (parsed, _) => (int)await RunAsync(parsed, work, undoes));
        return command;
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, Func<Session, ParseResult, Task<ExitCode>> work, bool undoes)
    {
        var verbose = parsed.GetValue(common.Verbose);
        ICommandReporter reporter;
        try
        {
            reporter = Reporter(parsed, verbose);
        }
        catch (AmiToolsException e)
        {
            using var console = new ConsoleReporter(host, verbose);
            console.Failure(Failure.Of(e, stopped: false, undoes), null);
            return ExitCode.Failed;
        }
        using (reporter)
        {
            var log = reporter as LogReporter;
            log?.Started();
            var code = await RunAsync(parsed, work, undoes, reporter, verbose);
            log?.Ended(code);
            return code;
        }
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, Func<Session, ParseResult, Task<ExitCode>> work, bool undoes, ICommandReporter reporter, bool verbose)
    {
        var session = new Session
        {
            Host = host,
            IsJson = parsed.GetValue(common.Json),
            IsVerbose = verbose,
            Reporter = reporter,
            Screen = new Screen(host),
            Cancel = host.Stop.Token,
        };
        host.Stop.Asked = number => reporter.Warning(StopAnswer(number, undoes));
        try
        {
            return await work(session, parsed);
        }
        catch (Exception e)
        {
            var failure = Failure.Of(e, host.Stop.Token.IsCancellationRequested, undoes);
            reporter.Failure(failure, verbose ? e : null);
            return failure.ExitCode;
        }
        finally
        {
            host.Stop.Asked = null;
        }
    }

    private ICommandReporter Reporter(ParseResult parsed, bool verbose)
    {
        if (parsed.GetValue(common.Log) is { } log)
        {
            var job = NameOf(parsed.CommandResult.Command);
            if (log == CommonOptions.ToOutput) return new LogReporter(host.Out.WriteLine, null, job, host.Time, verbose);
            var file = new LogFile(Path.GetFullPath(Path.Combine(host.WorkingDirectory, log)));
            return new LogReporter(line => file.Append(line + "\n"), new ConsoleReporter(host, verbose), job, host.Time, verbose);
        }
        if (parsed.GetValue(common.Json)) return new JsonLinesReporter(host.Error, host.Time, verbose);
        return TeamCityReporter.IsThere(host.Variables) ? new TeamCityCommandReporter(host.Out, verbose) : new ConsoleReporter(host, verbose);
    }

    private static string NameOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault(p => p is not RootCommand) is { } group ? $"{NameOf(group)} {command.Name}" : command.Name;

    private static string StopAnswer(int number, bool undoes) => (number, undoes) switch
    {
        (1, true) => "Stopping. No new work is begun; what was made so far is undone.",
        (1, false) => "Stopping.",
        (_, true) => "Still stopping. The undo is under way and is not skipped: it would leave images, instances and keys behind.",
        (_, false) => "Still stopping.",
    };
}
