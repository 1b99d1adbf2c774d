using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Access;

/// <summary>Says what a wish would change, for all its images, and refuses it as a whole if it can't be had. Changes nothing.</summary>
public sealed class PlanAccess(Surroundings surroundings)
{
    /// <exception cref="ProblemsFoundException">All that is wrong, of all images.</exception>
    public async Task<IReadOnlyList<AccessPlan>> RunAsync(AccessRequest request, IReporter reporter, CancellationToken cancel)
    {
        var problems = AccessText.Check(request).ToList();
        if (problems.Count > 0) throw Found(request, problems);
        using var images = new SharedImages(surroundings);
        await images.ConnectAsync(request.Targets, reporter, cancel).ConfigureAwait(false);
        var plans = new List<AccessPlan>();
        foreach (var owned in await images.FindAsync(request.Images, cancel).ConfigureAwait(false))
        {
            try
            {
                var reader = AccessReader.Of(owned.Connection, owned.Aws);
                var now = await reader.ReadAsync(owned.Image, cancel).ConfigureAwait(false);
                var (key, unknown) = now.Snapshots.Any(s => s.IsEncrypted) && request.Change != AccessChange.Revoke ? await reader.DefaultKeyAsync(cancel).ConfigureAwait(false) : default;
                if (unknown is not null) reporter.Warning($"Whether {now.ImageId} is encrypted with the account's default key, which can't be shared, could not be told before trying: {unknown}");
                var (plan, found) = AccessPlanning.Of(now, request, key);
                plans.Add(plan);
                problems.AddRange(found);
                if (!plan.IsEmpty && problems.Count == 0) problems.AddRange(await RefusedAsync(owned, plan, cancel).ConfigureAwait(false));
            }
            catch (AwsException e)
            {
                problems.Add(new("AccessUnreadable", $"Who may use {owned.Image.ImageId} can't be read (account {owned.Connection.AccountId}, {owned.Connection.Region}): {e.Message}", Target: owned.Connection.Target.Name));
            }
        }
        return problems.Count == 0 ? plans : throw Found(request, problems);
    }

    private static async Task<IReadOnlyList<Problem>> RefusedAsync(OwnedImage owned, AccessPlan plan, CancellationToken cancel)
    {
        var problems = new List<Problem>();
        if (!plan.Image.IsEmpty) await AskAsync(AccessWriter.Call(plan.Now.ImageId, plan.Image.Added.Take(1), plan.Image.Removed.Take(1)) with { DryRun = true }).ConfigureAwait(false);
        if (plan.Snapshots.Count > 0)
        {
            var (id, first) = (plan.Snapshots.First().Key, plan.Snapshots.First().Value);
            await AskAsync(AccessWriter.SnapshotCall(id, first.Added.Count > 0 ? [first.Added[0]] : [], first.Added.Count > 0 ? [] : [first.Removed[0]]) with { DryRun = true }).ConfigureAwait(false);
        }
        return problems;

        async Task AskAsync<TResult>(Operation<TResult> operation)
        {
            var answer = await owned.Aws.AskAsync(operation, cancel).ConfigureAwait(false);
            if (answer.Verdict != DryRunVerdict.Denied) return;
            var action = operation.GetType().Name;
            problems.Add(new("PermissionMissing", $"{action} is refused for {plan.Now.ImageId} (account {plan.Now.AccountId}, {plan.Now.Region}): {answer.Reason}. Allow ec2:{action} to these credentials.", Target: plan.Now.Target));
        }
    }

    private static ProblemsFoundException Found(AccessRequest request, IReadOnlyList<Problem> problems) =>
        new(problems.Count == 1 ? problems[0].Id : "ProblemsFound", $"Nothing was changed. {Counted.Of(problems.Count, "problem")}:", [.. problems.Distinct()], string.Join(", ", request.Images));
}
