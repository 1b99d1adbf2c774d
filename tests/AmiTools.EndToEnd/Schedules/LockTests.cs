using System.Text.Json;
using AmiTools.EndToEnd.Scans;
using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.EndToEnd.Schedules;

public sealed class LockTests
{
    [Fact]
    public async Task Two_scans_at_once_are_one_and_a_killed_one_frees_the_next()
    {
        await using var ground = await FleetGround.StartAsync();
        ground.Cloud.Faults.Add(new Fault("DescribeInstances", 1, FaultKind.Hang) { Account = BusyFleet.Dev });
        await using (var first = ground.Start("scan", "--log", "scan.jsonl"))
        {
            await first.UntilAsync(() => ground.Cloud.Calls.Any(c => c.ErrorCode == "Hang"), "the first scan is at work");

            await using var second = await ground.RunAsync("scan", "--log", "scan.jsonl");
            second.ExitCode.ShouldBe(1);
            second.Error.ShouldContain($"error: 'scan' of {Path.Combine(ground.Folder, "environments.yaml")} runs already on this machine (process {first.Id}, since ");
            // Only looking is never in anybody's way; nor is a job of another kind.
            await using var looking = ground.Start("scan", "--what-if", "--target", "prod");
            (await looking.ExitAsync()).ShouldBe(0, looking.Error);

            await first.KillAsync();
        }
        ground.Cloud.Faults.Clear();

        await using var next = await ground.RunAsync("scan", "--log", "scan.jsonl");

        next.ExitCode.ShouldBe(0, next.Error);
        var lines = File.ReadAllLines(Path.Combine(ground.Folder, "scan.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Count(l => l.GetProperty("message").GetString() == "Started.").ShouldBe(3);
        lines.Where(l => l.TryGetProperty("fields", out var f) && f.TryGetProperty("exitCode", out _)).Select(l => l.GetProperty("fields").GetProperty("exitCode").GetInt32()).ShouldBe([1, 0]);
    }
}
