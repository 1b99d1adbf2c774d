using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Schedules;
using AmiTools.Core.Usage;

namespace AmiTools.Cli.Commands;

/// <summary><c>scan</c>: the heartbeat of the fleet.</summary>
internal static class ScanCommand
{
    public static Command Create(CommandRunner runner)
    {
        var targets = new TargetOptions();
        var usage = new UsageOptionSet();
        var whatIf = new Option<bool>("--what-if") { Description = "Shows what would be tagged, and writes nothing." };
        var command = new Command("scan", "Finds out which images are in use, and tags them with LastUsed and LastUsedRuntime.") { whatIf };
        targets.AddTo(command);
        usage.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var request = new ScanRequest { Targets = targets.Read(parsed), WhatIf = parsed.GetValue(whatIf), Options = usage.Read(parsed) };
            using var alone = request.WhatIf ? null : JobLock.Take("scan", request.Targets, session.Surroundings);
            var result = await new ScanLastUsed(session.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
            session.Write(result, screen => ScanView.Show(screen, result));
            ScanText.ThrowIfIncomplete(result);
            return ExitCode.Done;
        });
    }
}
