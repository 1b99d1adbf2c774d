using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Pointers;

namespace AmiTools.Cli.Commands;

/// <summary><c>reference set</c> and <c>reference undo</c>: promote, and go back.</summary>
internal static class ReferenceChangeCommands
{
    public static Command Set(CommandRunner runner)
    {
        var version = new Argument<string>("version") { Description = "The version, or a wildcard, a range or latest, if it means the same one in all targets." }.RefusingOptions();
        var copy = new Option<bool>("--copy-if-missing") { Description = "Copies the image to a target that does not have it, from one that has." };
        var prerelease = new Option<bool>("--prerelease") { Description = "Allows a prerelease." };
        var command = new Command("set", "Points environments at a version: all their files and parameters, or none.") { version, copy, prerelease };
        return Bind(runner, command, (parsed, request) => request with { Version = parsed.GetValue(version), CopyIfMissing = parsed.GetValue(copy), IncludePrerelease = parsed.GetValue(prerelease) });
    }

    public static Command Undo(CommandRunner runner)
    {
        var version = new Option<string?>("--version") { Description = "The version to go back to. Without it, the one before, as the pins or the parameters' history tell.", HelpName = "version" };
        var command = new Command("undo", "Points environments back at the version before.") { version };
        return Bind(runner, command, (parsed, request) => request with { Version = parsed.GetValue(version), IncludePrerelease = true });
    }

    private static Command Bind(CommandRunner runner, Command command, Func<ParseResult, SetReferenceRequest, SetReferenceRequest> complete)
    {
        var options = new ReferenceOptions();
        var whatIf = new Option<bool>("--what-if") { Description = "Checks everything, shows what would be changed, and changes nothing." };
        command.Add(whatIf);
        options.AddTo(command, environmentRequired: true);
        return runner.Bind(command, async (session, parsed) =>
        {
            var read = options.Read(parsed);
            var request = complete(parsed, new() { Targets = read.Targets, Environments = read.Environments, Name = read.Name });
            var recover = new RecoverReferences(session.Surroundings);
            if (parsed.GetValue(whatIf) && recover.Pending(request.Targets) is { } started)
                session.Reporter.Warning($"A change of references that began at {started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC broke off, or is under way; without --what-if, what it left is put back first.");
            else await recover.RunAsync(request.Targets, session.Reporter, session.Cancel);
            using var references = new SetReferences(session.Surroundings);
            var plan = await references.PlanAsync(request, session.Reporter, session.Cancel);
            var changes = parsed.GetValue(whatIf) ? plan.Changes : await references.RunAsync(plan, session.Reporter, session.Cancel);
            session.Write(new { plan.Name, plan.Versions, changes }, screen => ReferenceView.Show(screen, changes, session.Host.WorkingDirectory));
            return ExitCode.Done;
        }, undoes: true);
    }
}
