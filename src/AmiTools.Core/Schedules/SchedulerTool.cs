using System.Text;
using AmiTools.Aws;
using AmiTools.Core.Building;

namespace AmiTools.Core.Schedules;

/// <summary>What a scheduler's program said.</summary>
internal sealed record ToolAnswer(int ExitCode, string Output, string Errors);

/// <summary>Runs a scheduler's own program (crontab, systemctl, schtasks), found by PATH.</summary>
internal sealed class SchedulerTool(Surroundings surroundings, string name)
{
    private static readonly TimeSpan grace = TimeSpan.FromSeconds(5);

    /// <exception cref="AmiToolsException">SchedulerNotInstalled.</exception>
    public Task<ToolAnswer> AskAsync(CancellationToken cancel, params string[] arguments)
    {
        var program = ProgramPath.Find(name, surroundings.Variables)
            ?? throw new AmiToolsException("SchedulerNotInstalled", FailureKind.NotInstalled, $"The program '{name}' is in no folder of PATH. Install it, or choose another scheduler with -Kind.", name);
        return RunAsync(surroundings, program, arguments, surroundings.WorkingDirectory, cancel);
    }

    /// <exception cref="AmiToolsException">SchedulerFailed: it ended with another exit code than 0.</exception>
    public async Task<string> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        var answer = await AskAsync(cancel, arguments).ConfigureAwait(false);
        return answer.ExitCode == 0 ? answer.Output : throw Failed(arguments, answer);
    }

    public AmiToolsException Failed(IReadOnlyList<string> arguments, ToolAnswer answer) => new("SchedulerFailed", FailureKind.ServiceFailed,
        $"'{name} {string.Join(" ", arguments)}' ended with exit code {answer.ExitCode}: {Said(answer)}", name);

    /// <summary>Runs any program with what programs need and nothing else.</summary>
    public static async Task<ToolAnswer> RunAsync(Surroundings surroundings, string program, IReadOnlyList<string> arguments, string folder, CancellationToken cancel)
    {
        var variables = surroundings.Variables.Where(v => ProgramVariables.IsNeeded(v.Key) || v.Key == "DBUS_SESSION_BUS_ADDRESS").ToDictionary(v => v.Key, v => v.Value, ProgramVariables.Comparer);
        // "no crontab for" is looked for in what it says.
        variables["LC_ALL"] = "C";
        StringBuilder output = new(), errors = new();
        var code = await surroundings.Machine.RunAsync(
            new() { Program = program, Arguments = arguments, WorkingDirectory = folder, Variables = variables }, grace, surroundings.Time,
            _ => Task.CompletedTask, l => Add(output, l), l => Add(errors, l), cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return new(code, output.ToString(), errors.ToString());

        static Task Add(StringBuilder text, string line)
        {
            lock (text) text.Append(line).Append('\n');
            return Task.CompletedTask;
        }
    }

    public static string Said(ToolAnswer answer) => string.Join(" ", (answer.Errors + answer.Output).Split(['\n'], StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim())) is { Length: > 0 } text ? text : "it said nothing.";
}
