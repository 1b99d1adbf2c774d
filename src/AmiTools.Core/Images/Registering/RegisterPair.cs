using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Images;

/// <summary>
/// Tags images and their snapshots so that they are a pair: all, or none. Only tags that were not there before are written,
/// so that taking them back restores what was.
/// </summary>
public sealed class RegisterPair(Surroundings surroundings)
{
    private static readonly TimeSpan Appears = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TakenBack = TimeSpan.FromMinutes(2);

    /// <exception cref="AmiToolsException">RegistrationFailed (nothing is left), RegistrationIncomplete (what is left is listed).</exception>
    public async Task<AmiPair> RunAsync(RegistrationPlan plan, IReporter reporter, CancellationToken cancel)
    {
        var written = new List<(ITargetConnection Connection, Ami Member)>();
        var opened = new List<ITargetConnection>();
        try
        {
            foreach (var member in plan.Members)
            {
                cancel.ThrowIfCancellationRequested();
                var target = EstateFinder.Choose(EstateFinder.Load(plan.Request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory), plan.Request.Targets).First(t => t.Name == member.Target);
                var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
                opened.Add(connection);
                reporter.Progress(new ProgressUpdate($"Registering {plan.Request.Name} {plan.Request.Version}", $"{member.Target}: {member.ImageId}", written.Count * 100 / plan.Members.Count));
                // From here on it may have been written, whether or not an answer comes.
                written.Add((connection, member));
                // As with a build, no lookup sees a member before all are there.
                await connection.Aws.SendAsync(new CreateTags { Resources = Resources(member), Tags = [.. Tags(plan, member), State(TagNames.Building)] }, cancel).ConfigureAwait(false);
                await ReadBackAsync(connection, plan, member, TagNames.Building, cancel).ConfigureAwait(false);
            }
            foreach (var (connection, member) in written)
            {
                await connection.Aws.SendAsync(new CreateTags { Resources = Resources(member), Tags = [State(TagNames.Complete)] }, cancel).ConfigureAwait(false);
                await ReadBackAsync(connection, plan, member, TagNames.Complete, cancel).ConfigureAwait(false);
            }
            reporter.Progress(new ProgressUpdate($"Registering {plan.Request.Name} {plan.Request.Version}", "done", 100, Completed: true));
            return Result(plan);
        }
        catch (Exception e) when (e is AwsException or AmiToolsException or WaitTimedOutException or OperationCanceledException)
        {
            var left = await TakeBackAsync(plan, written).ConfigureAwait(false);
            if (left.Count > 0)
            {
                throw new AmiToolsException("RegistrationIncomplete", FailureKind.PartlyDone,
                    $"{plan.Request.Name} {plan.Request.Version} was not registered ({e.Message}), and not all tags could be taken back. Remove the tags {string.Join(", ", RegistrationTags.Of(plan, plan.Members[0]).Keys)} by hand from:{Environment.NewLine}"
                    + string.Join(Environment.NewLine, left.Select(l => "  " + l)), plan.Request.Name, e);
            }
            if (e is OperationCanceledException) throw;
            throw new AmiToolsException("RegistrationFailed", e is AwsException aws ? AwsFailure.KindOf(aws) : FailureKind.ServiceFailed,
                $"{plan.Request.Name} {plan.Request.Version} was not registered: {e.Message}. The tags that had been written are taken back.", plan.Request.Name, e);
        }
        finally
        {
            foreach (var connection in opened) connection.Dispose();
        }
    }

    private static IReadOnlyList<string> Resources(Ami member) => [member.ImageId, .. member.SnapshotIds];

    /// <summary>The tags that the image does not have yet.</summary>
    private static IReadOnlyList<Tag> Tags(RegistrationPlan plan, Ami member) =>
        [.. RegistrationTags.Of(plan, member).Where(t => t.Key != TagNames.State && member.Tags.Get(t.Key) != t.Value).Select(t => new Tag { Key = t.Key, Value = t.Value })];

    private static Tag State(string? value) => new() { Key = TagNames.State, Value = value! };

    private async Task ReadBackAsync(ITargetConnection connection, RegistrationPlan plan, Ami member, string state, CancellationToken cancel)
    {
        var expected = RegistrationTags.Of(plan, member).ToDictionary(t => t.Key, t => t.Key == TagNames.State ? state : t.Value);
        var wait = new Waiter(Appears) { FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromSeconds(10), Time = surroundings.Time };
        await wait.UntilAsync($"tags on image {member.ImageId}", async c =>
        {
            var page = await connection.Aws.SendAsync(new DescribeImages { ImageIds = [member.ImageId] }, c).ConfigureAwait(false);
            var tags = page.Items.FirstOrDefault()?.TagMap() ?? new Dictionary<string, string>();
            var missing = expected.Where(t => tags.Get(t.Key) != t.Value).Select(t => t.Key).ToList();
            return new Look<bool>(missing.Count == 0, "without " + string.Join(", ", missing), true);
        }, cancel: cancel).ConfigureAwait(false);
    }

    /// <summary>Has a time of its own: a stop does not leave half a pair.</summary>
    private async Task<IReadOnlyList<string>> TakeBackAsync(RegistrationPlan plan, IReadOnlyList<(ITargetConnection Connection, Ami Member)> written)
    {
        using var budget = Pause.Budget(TakenBack, surroundings.Time, CancellationToken.None, out var timer);
        using var alsoDisposed = timer;
        var left = new List<string>();
        foreach (var (connection, member) in written)
        {
            try
            {
                // With their values: a tag that somebody else has set meanwhile is not ours to remove.
                await connection.Aws.SendAsync(new DeleteTags { Resources = Resources(member), Tags = [.. Tags(plan, member), State(null)] }, budget.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AwsException or OperationCanceledException)
            {
                left.Add($"{string.Join(", ", Resources(member))} in {member.Target} ({member.AccountId}, {member.Region}): {e.Message}");
            }
        }
        return left;
    }

    private static AmiPair Result(RegistrationPlan plan) => new()
    {
        PairId = plan.PairId,
        Name = plan.Request.Name,
        Version = plan.Request.Version,
        Commit = plan.Request.Commit,
        IsComplete = true,
        Members =
        [
            .. plan.Members.Select(m => m with
            {
                Name = plan.Request.Name,
                Version = plan.Request.Version,
                PairId = plan.PairId,
                IsComplete = true,
                Commit = plan.Request.Commit,
                Tags = m.Tags.Where(t => !RegistrationTags.Of(plan, m).ContainsKey(t.Key)).Concat(RegistrationTags.Of(plan, m)).ToDictionary(t => t.Key, t => t.Value),
            }),
        ],
        CreationDate = plan.Members.Max(m => m.CreationDate),
    };
}
