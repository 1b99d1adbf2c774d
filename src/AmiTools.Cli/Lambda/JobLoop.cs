namespace AmiTools.Cli.Lambda;

/// <summary>
/// Runs one command for each invocation, for as long as the sandbox lives. Shortly before Lambda would kill it, the command
/// is asked to stop, so that nothing is cut off in the middle of a step: what is left is the next run's.
/// </summary>
internal sealed class JobLoop(Host host, RuntimeApi api, string job, IReadOnlyList<string> arguments)
{
    /// <summary>What a step that has begun may still take: one call of AWS, retries not counted.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(8);

    public async Task RunAsync(CancellationToken stop)
    {
        if (await CheckAsync() is { } wrong)
        {
            await api.FailToStartAsync("BadUsage", wrong);
            throw new AmiToolsException("BadUsage", FailureKind.InvalidInput, wrong, job);
        }
        while (!stop.IsCancellationRequested) await DoAsync(await api.NextAsync(stop), stop);
    }

    private async Task DoAsync(Invocation invocation, CancellationToken stop)
    {
        try
        {
            using var request = new StopRequest();
            var (code, wasLate) = await RunAsync([job, .. arguments, .. invocation.Arguments()], request, invocation.Deadline, stop);
            if (code == ExitCode.Done) await api.RespondAsync(invocation, new { exitCode = (int)code, outcome = code });
            // An error, so that Lambda counts one: its alarms are what somebody looks at.
            else await api.FailAsync(invocation, wasLate ? "OutOfTime" : code.ToString(), wasLate
                ? $"'{job}' was stopped {Margin.TotalSeconds:0} seconds before the function's time-out; the rest is the next run's. Give the function more time or memory if that comes again."
                : $"'{job}' ended with exit code {(int)code}; the log says why.");
        }
        catch (AmiToolsException e) when (e.ErrorId == "EventInvalid")
        {
            await api.FailAsync(invocation, e.ErrorId, e.Message);
        }
    }

    private async Task<(ExitCode Code, bool WasLate)> RunAsync(IReadOnlyList<string> command, StopRequest request, DateTimeOffset deadline, CancellationToken stop)
    {
        using var ended = stop.Register(request.Ask);
        var left = deadline - Margin - host.Time.GetUtcNow();
        if (left <= TimeSpan.Zero) return (ExitCode.Failed, true);
        var wasLate = false;
        using var timer = host.Time.CreateTimer(_ =>
        {
            wasLate = true;
            request.Ask();
        }, null, left, Timeout.InfiniteTimeSpan);
        var code = await CommandLine.RunAsync(command, host with { Stop = request });
        // One that was done in the last moment is done.
        return (code, wasLate && code != ExitCode.Done);
    }

    private async Task<string?> CheckAsync()
    {
        using var said = new StringWriter();
        using var request = new StopRequest();
        var code = await CommandLine.RunAsync([job, .. arguments, "--check-command"], host with { Out = TextWriter.Null, Error = said, Stop = request });
        return code == ExitCode.Done ? null : $"The handler '{job}' can't be run: {said.ToString().Split('\n')[0].Replace("error: ", "").Trim()}";
    }
}
