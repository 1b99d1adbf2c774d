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
        using ICommandReporter reporter = parsed.GetValue(common.Json)
            ? new JsonLinesReporter(host.Error, host.Time, verbose)
            : TeamCityReporter.IsThere(host.Variables) ? new TeamCityCommandReporter(host.Out, verbose)
            : new ConsoleReporter(host, verbose);
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

    private static string StopAnswer(int number, bool undoes) => (number, undoes) switch
    {
        (1, true) => "Stopping. No new work is begun; what was made so far is undone.",
        (1, false) => "Stopping.",
        (_, true) => "Still stopping. The undo is under way and is not skipped: it would leave images, instances and keys behind.",
        (_, false) => "Still stopping.",
    };
}
