using System.Collections.Concurrent;
using System.Diagnostics;
using AmiTools.Core.Building;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Tests.Building;

/// <summary>Needs a shell, as the build machines have it.</summary>
public sealed class ChildProcessTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();
    private ProcessMark? mark;

    public void Dispose() => folder.Dispose();

    private ChildCommand Command(string script, params string[] arguments) => new()
    {
        Program = folder.Script("program", script),
        Arguments = arguments,
        WorkingDirectory = folder.Path,
        Variables = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["ONLY"] = "this" },
    };

    private Task<int> RunAsync(ChildCommand command, TimeSpan? grace = null, CancellationToken stop = default, Func<string, Task>? line = null) =>
        new ChildProcess(grace ?? TimeSpan.FromSeconds(20), TimeProvider.System).RunAsync(command,
            m => { mark = m; return Task.CompletedTask; },
            line ?? (l => { output.Enqueue(l); return Task.CompletedTask; }),
            l => { errors.Enqueue(l); return Task.CompletedTask; }, stop);

    private static bool IsRunning(int id) => Directory.Exists($"/proc/{id}") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ");

    private async Task UntilOutputAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (!output.Contains(text))
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), $"'{text}' did not come; there was: {string.Join("|", output)} {string.Join("|", errors)}");
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task Lines_exit_code_folder_arguments_and_environment_are_the_commands()
    {
        var code = await RunAsync(Command("echo \"$1|$2\"; pwd; echo \"$ONLY$USERNAME$HOME\"; echo bad >&2; exit 3", "a b", "c\"d'*"));
        code.ShouldBe(3);
        output.ShouldBe(["a b|c\"d'*", folder.Path, "this"]);
        errors.ShouldBe(["bad"]);
    }

    [Fact]
    public async Task The_environment_is_exactly_the_commands()
    {
        await RunAsync(Command("exec /usr/bin/env"));
        // What the shell itself adds.
        output.Where(l => !l.StartsWith("PWD=") && !l.StartsWith("_=") && !l.StartsWith("SHLVL=") && !l.StartsWith("OLDPWD=")).Order().ShouldBe(["ONLY=this", "PATH=/usr/bin:/bin"]);
    }

    [Fact]
    public async Task Standard_input_is_closed()
    {
        await RunAsync(Command("if read -r x; then echo \"got $x\"; else echo closed; fi"));
        output.ShouldBe(["closed"]);
    }

    [Fact]
    public async Task The_process_does_nothing_before_its_mark_is_kept()
    {
        var did = Path.Combine(folder.Path, "did");
        var kept = new TaskCompletionSource();
        var run = new ChildProcess(TimeSpan.FromSeconds(5), TimeProvider.System).RunAsync(Command($"touch {did}"),
            async m => { mark = m; await kept.Task; }, _ => Task.CompletedTask, _ => Task.CompletedTask, default);
        while (mark is null) await Task.Delay(5);
        IsRunning(mark.Id).ShouldBeTrue();
        File.Exists(did).ShouldBeFalse();
        kept.SetResult();
        (await run).ShouldBe(0);
        File.Exists(did).ShouldBeTrue();
    }

    [Fact]
    public async Task A_mark_that_can_not_be_kept_means_that_nothing_is_started()
    {
        var did = Path.Combine(folder.Path, "did");
        await Should.ThrowAsync<IOException>(() => new ChildProcess(TimeSpan.FromSeconds(5), TimeProvider.System).RunAsync(Command($"touch {did}"),
            m => { mark = m; throw new IOException("disk full"); }, _ => Task.CompletedTask, _ => Task.CompletedTask, default));
        IsRunning(mark!.Id).ShouldBeFalse();
        File.Exists(did).ShouldBeFalse();
    }

    [Fact]
    public async Task The_marks_start_is_the_processes()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-2);
        await RunAsync(Command("true"));
        mark!.Started.ShouldBeInRange(before, DateTimeOffset.UtcNow.AddSeconds(1));
        ThisMachine.Instance.IsHere(mark).ShouldBeTrue();
        mark.Machine.ShouldStartWith(Environment.MachineName);
    }

    [Fact]
    public async Task A_stop_lets_the_program_clean_up()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(Command("trap 'echo cleaned; exit 1' TERM; echo ready; while :; do sleep 0.05; done"), stop: stop.Token);
        await UntilOutputAsync("ready");
        await stop.CancelAsync();
        (await run).ShouldBe(1);
        output.ShouldContain("cleaned");
    }

    [Fact]
    public async Task A_program_that_does_not_stop_is_killed_with_its_children_after_the_grace()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(Command("trap '' TERM; sleep 600 & echo \"child $!\"; echo ready; while :; do sleep 0.05; done"), TimeSpan.FromMilliseconds(200), stop.Token);
        await UntilOutputAsync("ready");
        var child = int.Parse(output.Single(l => l.StartsWith("child "))["child ".Length..]);
        IsRunning(child).ShouldBeTrue();
        await stop.CancelAsync();
        (await run).ShouldNotBe(0);
        IsRunning(mark!.Id).ShouldBeFalse();
        await GoneAsync(child);
    }

    [Fact]
    public async Task When_the_program_is_killed_from_outside_its_children_go_too()
    {
        var run = RunAsync(Command("sleep 600 & echo \"child $!\"; echo ready; wait"));
        await UntilOutputAsync("ready");
        var child = int.Parse(output.Single(l => l.StartsWith("child "))["child ".Length..]);
        using (var process = Process.GetProcessById(mark!.Id)) process.Kill();
        (await run).ShouldNotBe(0);
        await GoneAsync(child);
    }

    [Fact]
    public async Task A_line_that_can_not_be_dealt_with_stops_the_program()
    {
        var run = RunAsync(Command("echo ready; exec sleep 600"), line: _ => throw new IOException("disk full"));
        (await Should.ThrowAsync<IOException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)))).Message.ShouldBe("disk full");
        IsRunning(mark!.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stop_that_came_before_starts_nothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(Command("echo started"), stop: new CancellationToken(true)));
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_can_not_be_started_ends_with_the_shells_code()
    {
        var code = await RunAsync(Command("true") with { Program = Path.Combine(folder.Path, "none") });
        code.ShouldBe(127);
        errors.ShouldNotBeEmpty();
    }

    private static async Task GoneAsync(int id)
    {
        var waited = Stopwatch.StartNew();
        while (IsRunning(id))
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), $"process {id} still runs");
            await Task.Delay(10);
        }
    }
}
