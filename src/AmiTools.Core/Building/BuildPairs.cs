namespace AmiTools.Core.Building;

/// <summary>
/// Builds several definitions, each as a pair of its own: those that others are built on come first, independent ones as
/// many at a time as is allowed. One that fails does not stop the others, but what is built on it is not built.
/// </summary>
/// <param name="surroundings">What it works with.</param>
/// <param name="approve">Asked with each plan; false means that this one is not built.</param>
/// <param name="ended">Told each outcome as it comes.</param>
public sealed class BuildPairs(Surroundings surroundings, Func<PairPlan, Task<bool>> approve, Func<PairOutcome, Task> ended)
{
    /// <summary>Builds all; returns when all have ended, also after a stop.</summary>
    /// <exception cref="AmiToolsException">BaseImageCycle, DefinitionTwice: nothing was done.</exception>
    /// <exception cref="OperationCanceledException">Stopped; what was under way is undone.</exception>
    public async Task<IReadOnlyList<PairOutcome>> RunAsync(NewPairsRequest request, IReporter reporter, CancellationToken cancel)
    {
        if (request.ThrottleLimit < 1) throw new AmiToolsException("ThrottleLimitInvalid", FailureKind.InvalidInput, $"{request.ThrottleLimit} definitions at a time is too few; expected 1 or more.", request.ThrottleLimit);
        var definitions = request.Requests.Select(r => RequestedDefinition.Read(r, surroundings.WorkingDirectory)).ToList();
        var order = BuildOrder.Of([.. definitions.Select(d => (d.Name, d.BuiltOn))]);
        var byName = definitions.ToDictionary(d => d.Name, StringComparer.Ordinal);
        using var throttle = new SemaphoreSlim(request.ThrottleLimit, request.ThrottleLimit);
        using var telling = new SemaphoreSlim(1, 1);
        var running = new Dictionary<string, Task<PairOutcome>>(StringComparer.Ordinal);
        foreach (var name in order)
        {
            var definition = byName[name];
            var bases = definition.BuiltOn.Where(running.ContainsKey).Select(b => running[b]).ToList();
            var flow = request.ThrottleLimit > 1 && reporter is IFlowReporter flows ? flows.Flow(name) : reporter;
            running[name] = OneAsync(definition, bases, flow, throttle, telling, cancel);
        }
        var outcomes = await Task.WhenAll(running.Values).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return outcomes;
    }

    private async Task<PairOutcome> OneAsync(RequestedDefinition definition, IReadOnlyList<Task<PairOutcome>> bases, IReporter reporter, SemaphoreSlim throttle, SemaphoreSlim telling, CancellationToken cancel)
    {
        var builtOn = await Task.WhenAll(bases).ConfigureAwait(false);
        var outcome = await AttemptAsync(definition, builtOn, reporter, throttle, cancel).ConfigureAwait(false);
        await telling.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await ended(outcome).ConfigureAwait(false);
        }
        finally
        {
            telling.Release();
        }
        return outcome;
    }

    private async Task<PairOutcome> AttemptAsync(RequestedDefinition definition, IReadOnlyList<PairOutcome> builtOn, IReporter reporter, SemaphoreSlim throttle, CancellationToken cancel)
    {
        var outcome = new PairOutcome { Name = definition.Name, DefinitionPath = definition.Request.DefinitionPath };
        if (builtOn.FirstOrDefault(b => b.Failure is not null) is { } failed)
        {
            return outcome with
            {
                Failure = new AmiToolsException("BaseImageNotBuilt", FailureKind.ServiceFailed,
                    $"{definition.Name} was not built: it is built on {failed.Name}, and that failed. Its error is above.", definition.Name),
            };
        }
        try
        {
            await throttle.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                var plan = await new PlanPair(surroundings).RunAsync(definition.Request, reporter, cancel).ConfigureAwait(false);
                if (!await approve(plan).ConfigureAwait(false)) return outcome;
                outcome = outcome with { RunFolder = Path.Combine(RunsFolder.Of(plan.Request, plan.Definition, surroundings.WorkingDirectory), plan.PairId) };
                return outcome with { Pair = await new BuildPair(surroundings).RunAsync(plan, reporter, cancel).ConfigureAwait(false) };
            }
            finally
            {
                throttle.Release();
            }
        }
        catch (ProblemsFoundException e) when (e.Problems.All(p => p.Id == "BaseImageNotFound") && builtOn.FirstOrDefault(b => b.Pair is null) is { } planned)
        {
            reporter.Warning($"{definition.Name} can't be planned before {planned.Name} is built, on which it is built.");
            return outcome;
        }
        catch (Exception e)
        {
            // Whatever it is: the others go on, and this one's error is told.
            return outcome with { Failure = e };
        }
    }
}
