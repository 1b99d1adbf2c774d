using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Building;
using AmiTools.Core.Definitions;

namespace AmiTools.Cli.Commands;

/// <summary><c>definitions</c>: what there is to build, whether it is right, and what it is built with.</summary>
internal static class DefinitionsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("definitions", "Lists image definitions, checks them, and shows their parameters for every target.")
        {
            List(runner),
            Check(runner),
            Parameters(runner),
        };
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var selection = new DefinitionOptions();
        var command = new Command("list", "Lists the definitions below a folder.");
        selection.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var found = await new ListDefinitions(session.Surroundings).RunAsync(selection.Read(parsed), session.Reporter, session.Cancel);
            session.Write(found, screen => DefinitionView.Show(screen, found));
            return ExitCode.Done;
        });
    }

    private static Command Check(CommandRunner runner)
    {
        var selection = new DefinitionOptions();
        var targets = new TargetOptions();
        var request = new DefinitionRequestOptions();
        var command = new Command("check", "Checks definitions for all targets and shows every problem at once. Touches no account.");
        selection.AddTo(command);
        targets.AddTo(command);
        request.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var checks = await new CheckDefinitions(session.Surroundings).RunAsync(
                request.Read(parsed, selection.Read(parsed), targets.Read(parsed)), session.Reporter, session.Cancel);
            session.Write(checks, screen => DefinitionView.Show(screen, checks));
            return checks.All(c => c.IsValid) ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static Command Parameters(CommandRunner runner)
    {
        var selection = new DefinitionOptions();
        var targets = new TargetOptions();
        var set = KeyValueOption.Create("--set", "A parameter that wins over every file; may be given several times.");
        var differing = new Option<bool>("--differing") { Description = "Only what is not the same in all targets." };
        var command = new Command("parameters", "Shows every parameter of every target, with the file and line it comes from.");
        selection.AddTo(command);
        targets.AddTo(command);
        command.Add(set);
        command.Add(differing);
        return runner.Bind(command, async (session, parsed) =>
        {
            var request = new DefinitionRequest
            {
                Definitions = selection.Read(parsed),
                Targets = targets.Read(parsed),
                Overrides = parsed.GetValue(set) ?? new Dictionary<string, string>(),
                ValidateWithPacker = false,
            };
            var all = await new ListParameters(session.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
            IReadOnlyList<AmiParameter> shown = parsed.GetValue(differing) ? [.. all.Where(p => p.DiffersBetweenTargets)] : all;
            session.Write(shown, screen => ParameterView.Show(screen, shown));
            return ExitCode.Done;
        });
    }
}
