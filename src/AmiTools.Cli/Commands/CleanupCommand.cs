using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Cleanup;
using AmiTools.Core.Cleanup.Execution;
using AmiTools.Core.Schedules;

namespace AmiTools.Cli.Commands;

/// <summary><c>cleanup</c>: deletes what nobody needs. It does not ask: it is what a schedule runs.</summary>
internal static class CleanupCommand
{
    private static readonly CleanupBreakers defaults = new();

    public static Command Create(CommandRunner runner)
    {
        var cleanup = new CleanupOptionSet();
        var whatIf = new Option<bool>("--what-if") { Description = "Shows the plan and what would stop it, and changes nothing." };
        var plan = new Option<string?>("--plan") { Description = "A plan to execute (plan --json): only its rows go, by its own limits. - reads it from standard input.", HelpName = "path" };
        var most = new Option<int>("--maximum-deletion") { Description = "The most images that one run may take. More stop it before the first.", HelpName = "number", DefaultValueFactory = _ => defaults.MaximumDeletion };
        var percent = new Option<double>("--maximum-deletion-percent") { Description = "The most that one run may take of the fleet.", HelpName = "percent", DefaultValueFactory = _ => defaults.MaximumDeletionPercent };
        var used = new Option<double>("--minimum-used-percent") { Description = "The least number of images in use, in percent of that at the last run.", HelpName = "percent", DefaultValueFactory = _ => defaults.MinimumUsedPercent };
        var count = new Option<string?>("--used-count") { Description = "A file that keeps the number of images in use from run to run. Without it, Parameter Store does.", HelpName = "path" };
        var price = new Option<decimal>("--price") { Description = "What a GiB of snapshots costs a month, for the estimate.", HelpName = "amount", DefaultValueFactory = _ => new CleanupRun().PricePerGiBMonth };
        var command = new Command("cleanup", "Deletes the images that nobody needs any more, with their snapshots. It does not ask; see plan, and --what-if.") { whatIf, plan };
        cleanup.AddTo(command);
        foreach (var option in new Option[] { most, percent, used, count, price }) command.Add(option);
        return runner.Bind(command, async (session, parsed) =>
        {
            var run = new CleanupRun
            {
                Request = cleanup.Read(parsed),
                Plan = parsed.GetValue(plan) is { } path ? Read(path, cleanup.GivenBesidesAPlan(parsed), session.Host) : null,
                Breakers = new()
                {
                    MaximumDeletion = parsed.GetValue(most),
                    MaximumDeletionPercent = parsed.GetValue(percent),
                    MinimumUsedPercent = parsed.GetValue(used),
                    UsedCountPath = parsed.GetValue(count),
                },
                PricePerGiBMonth = parsed.GetValue(price),
            };
            return parsed.GetValue(whatIf) ? await ShowAsync(run, session) : await RunAsync(run, session);
        });
    }

    private static async Task<ExitCode> RunAsync(CleanupRun run, Session session)
    {
        using var alone = JobLock.Take("cleanup", run.Request.Targets, session.Surroundings);
        var result = await new RunCleanup(session.Surroundings).RunAsync(run, session.Reporter, session.Cancel);
        session.Write(result, screen => CleanupResultView.Show(screen, result), result.Images.Where(i => i.Outcome != CleanupOutcome.Kept));
        CleanupText.ThrowIfIncomplete(result);
        return ExitCode.Done;
    }

    private static async Task<ExitCode> ShowAsync(CleanupRun run, Session session)
    {
        var now = await new PlanCleanup(session.Surroundings).RunAsync(run, session.Reporter, session.Cancel);
        foreach (var stop in now.Stops) session.Reporter.Warning("A run would stop before it deleted anything. " + stop);
        session.Write(now.Rows, screen => CleanupView.Show(screen, now.Rows), now.Rows.Where(r => r.Decision != CleanupDecision.Keep));
        CleanupText.ThrowIfIncomplete(now);
        return ExitCode.Done;
    }

    private static IReadOnlyList<CleanupRow> Read(string path, string? besides, Host host)
    {
        if (besides is not null) throw new AmiToolsException("PlanAndRules", FailureKind.InvalidInput, $"A plan has its own images and limits; {besides} can't be given with --plan.", besides);
        return path == "-" ? PlanDocument.Parse(host.In.ReadToEnd(), "standard input") : PlanDocument.Read(Path.GetFullPath(Path.Combine(host.WorkingDirectory, path)));
    }
}
