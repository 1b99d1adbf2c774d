using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Pointers;

/// <summary>
/// Whether images can be launched where they are, beyond their state and their mark: all of their snapshots are there and
/// complete, and the keys that encrypt them are enabled. EC2 shows an image as available while its key is disabled or about
/// to be deleted, and only a launch fails.
/// </summary>
internal sealed class UsableImages(Surroundings surroundings)
{
    /// <exception cref="ProblemsFoundException">ImageUnusable.</exception>
    /// <exception cref="AmiToolsException">LookupFailed.</exception>
    public async Task CheckAsync(Estate estate, IReadOnlyList<Ami> images, IReporter reporter, CancellationToken cancel)
    {
        var problems = new List<Problem>();
        foreach (var group in images.GroupBy(i => i.Target))
        {
            using var connection = await surroundings.Connector.ConnectAsync(estate.Targets.First(t => t.Name == group.Key), reporter, cancel).ConfigureAwait(false);
            var wanted = group.GroupBy(i => i.ImageId).Select(g => g.First()).ToList();
            var snapshots = await SnapshotsAsync(connection, wanted, cancel).ConfigureAwait(false);
            var keys = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var key in snapshots.Values.Where(s => s.Encrypted == true).Select(s => s.KmsKeyId).OfType<string>().Distinct())
                keys[key] = await StateOfKeyAsync(connection, key, reporter, cancel).ConfigureAwait(false);
            problems.AddRange(wanted.SelectMany(i => Faults(i, snapshots, keys).Select(f => new Problem("ImageUnusable", $"{i.ImageId} ({i.Name} {i.Version}, account {connection.AccountId}, {connection.Region}) can't be launched: {f}.", Target: i.Target))));
        }
        if (problems.Count > 0) throw new ProblemsFoundException("ImageUnusable", $"Nothing was changed. {Counted.Of(problems.Count, "problem")}:", problems, images[0].ImageId);
    }

    /// <summary>Why an image can't be launched.</summary>
    /// <param name="image">The image.</param>
    /// <param name="snapshots">The snapshots that are there, by id.</param>
    /// <param name="keys">The states of their keys, by ARN; null where that could not be told.</param>
    internal static IEnumerable<string> Faults(Ami image, IReadOnlyDictionary<string, Snapshot> snapshots, IReadOnlyDictionary<string, string?> keys)
    {
        foreach (var id in image.SnapshotIds)
        {
            if (!snapshots.TryGetValue(id, out var snapshot)) yield return $"its snapshot {id} does not exist";
            else if (snapshot.State != "completed") yield return $"its snapshot {id} is {snapshot.State}";
            else if (snapshot is { Encrypted: true, KmsKeyId: { } key } && keys.TryGetValue(key, out var state) && state is not (null or "Enabled"))
                yield return $"the key {key} of its snapshot {id} {(state == "NotFoundException" ? "does not exist" : $"has the state {state}")}";
        }
    }

    private static async Task<IReadOnlyDictionary<string, Snapshot>> SnapshotsAsync(ITargetConnection connection, IReadOnlyList<Ami> images, CancellationToken cancel)
    {
        IReadOnlyList<string> ids = [.. images.SelectMany(i => i.SnapshotIds).Distinct(StringComparer.Ordinal)];
        if (ids.Count == 0) return new Dictionary<string, Snapshot>();
        try
        {
            // By a filter: a call that names an id which is gone is refused as a whole.
            var found = await connection.Aws.SendAsync(new DescribeSnapshots { Filters = [new("snapshot-id", [.. ids])] }, cancel).ConfigureAwait(false);
            return found.Items.ToDictionary(s => s.SnapshotId, StringComparer.Ordinal);
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("LookupFailed", AwsFailure.KindOf(e), $"Whether {string.Join(", ", images.Select(i => i.ImageId))} can be launched can't be told (account {connection.AccountId}, {connection.Region}): {e.Message}", images[0].ImageId, e);
        }
    }

    private static async Task<string?> StateOfKeyAsync(ITargetConnection connection, string key, IReporter reporter, CancellationToken cancel)
    {
        try
        {
            return (await connection.Aws.SendAsync(new DescribeKey { KeyId = key }, cancel).ConfigureAwait(false)).KeyMetadata?.KeyState;
        }
        catch (AwsException e) when (e.Code == "NotFoundException")
        {
            return e.Code;
        }
        catch (AwsException e)
        {
            reporter.Warning($"Whether the key {key} is enabled could not be told (account {connection.AccountId}, {connection.Region}): {e.Message}");
            return null;
        }
    }
}
