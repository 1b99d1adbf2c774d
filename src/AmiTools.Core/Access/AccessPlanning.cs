using AmiTools.Core.Environments;

namespace AmiTools.Core.Access;

/// <summary>What a wish changes, and whether it can be had. Pure functions.</summary>
internal static class AccessPlanning
{
    // "Amazon EC2 service quotas": entities that an image can be shared with.
    private const int MostEntities = 1000;

    /// <summary>The plan for one image.</summary>
    /// <param name="now">How it is.</param>
    /// <param name="request">The wish.</param>
    /// <param name="defaultKey">The ARN of the key that AWS keeps for the account's volumes; null if it could not be told.</param>
    public static (AccessPlan Plan, IReadOnlyList<Problem> Problems) Of(AmiAccess now, AccessRequest request, string? defaultKey)
    {
        var wanted = AccessText.Entities(request).Where(e => e != now.AccountId).ToList();
        var image = Difference(AccessText.Entities(now), wanted, request.Change);
        var after = AccessText.Entities(now).Except(image.Removed).Concat(image.Added).ToList();
        var onSnapshots = wanted.Where(e => AccessText.IsAccount(e) || e == AccessText.Everybody).ToList();
        var snapshots = now.Snapshots
            .Select(s => (s.SnapshotId, Difference: Difference([.. s.Accounts, .. s.IsPublic ? [AccessText.Everybody] : Array.Empty<string>()], onSnapshots, request.Change)))
            .Where(s => !s.Difference.IsEmpty).ToDictionary(s => s.SnapshotId, s => s.Difference, StringComparer.Ordinal);
        var plan = new AccessPlan { Now = now, Image = image, Snapshots = snapshots, After = after, Warnings = [.. Warnings(now, request, image, after, snapshots)] };
        return (plan, [.. Problems(plan, request, defaultKey)]);
    }

    private static AccessDifference Difference(IReadOnlyList<string> now, IReadOnlyList<string> wanted, AccessChange change) => change switch
    {
        AccessChange.Grant => new() { Added = [.. wanted.Except(now)] },
        AccessChange.Revoke => new() { Removed = [.. now.Intersect(wanted)] },
        _ => new() { Added = [.. wanted.Except(now)], Removed = [.. now.Except(wanted)] },
    };

    private static IEnumerable<Problem> Problems(AccessPlan plan, AccessRequest request, string? defaultKey)
    {
        var now = plan.Now;
        var (image, place) = (now.ImageId, $"account {now.AccountId}, {now.Region}");
        if (plan.After.Count(e => e != AccessText.Everybody) > MostEntities)
            yield return new("TooManyEntities", $"{image} would be shared with {plan.After.Count} accounts, organizations and units; EC2 allows {MostEntities} ({place}). Share it with an organization, or an organizational unit, instead.", Target: now.Target);
        if (plan.MakesPublic && !request.Public)
            yield return new("PublicNotAsked", $"{image} would become public, and that was not asked for ({place}).", Target: now.Target);
        var adds = plan.Image.Added.Count > 0 || plan.Snapshots.Values.Any(s => s.Added.Count > 0);
        if (!adds) yield break;
        foreach (var snapshot in now.Snapshots.Where(s => s.IsEncrypted))
        {
            if (snapshot.KmsKeyId is null || snapshot.KmsKeyId == defaultKey)
                yield return new("DefaultKey", $"{image} can't be shared: its snapshot {snapshot.SnapshotId} is encrypted with the account's default key (aws/ebs), which nobody else can use ({place}). Copy the image with a key of your own (Copy-AmiToTarget -Encrypt -KmsKeyId), or build it with one.", Target: now.Target);
            else if (plan.MakesPublic)
                yield return new("EncryptedPublic", $"{image} can't be made public: its snapshot {snapshot.SnapshotId} is encrypted ({place}).", Target: now.Target);
        }
    }

    private static IEnumerable<string> Warnings(AmiAccess now, AccessRequest request, AccessDifference image, IReadOnlyList<string> after, Dictionary<string, AccessDifference> snapshots)
    {
        var organizations = image.Added.Where(e => e.StartsWith("arn:", StringComparison.Ordinal)).ToList();
        if (organizations.Count > 0)
            yield return $"{now.ImageId}: accounts of {string.Join(", ", organizations)} can launch it, and can't copy it or read its snapshots: snapshots can be shared with accounts only. Grant those accounts by their ids, if they are to copy it.";
        var accounts = image.Added.Concat(snapshots.Values.SelectMany(s => s.Added)).Where(AccessText.IsAccount).Distinct().ToList();
        var keys = now.Snapshots.Where(s => s.IsEncrypted).Select(s => s.KmsKeyId).OfType<string>().Distinct().ToList();
        if (keys.Count > 0 && image.Added.Count > 0)
        {
            yield return $"{now.ImageId} is encrypted with {string.Join(", ", keys)}. A share is of use only if the key's policy lets {(accounts.Count > 0 ? string.Join(", ", accounts) : "those accounts")} do "
                + "kms:DescribeKey, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey* and kms:CreateGrant; AmiTools does not change keys.";
        }
        var remaining = after.Where(e => e.StartsWith("arn:", StringComparison.Ordinal)).ToList();
        var removed = image.Removed.Where(AccessText.IsAccount).ToList();
        if (removed.Count > 0 && remaining.Count > 0)
            yield return $"{now.ImageId} is no longer shared with {string.Join(", ", removed)} by id, and an account can launch it all the same if it belongs to {string.Join(", ", remaining)}.";
        if (removed.Count > 0 && after.Contains(AccessText.Everybody)) yield return $"{now.ImageId} is public: {string.Join(", ", removed)} can launch it all the same.";
        if (request.Change == AccessChange.Grant && now.IsPublic && !request.Public) yield return $"{now.ImageId} is public already: everybody can launch it.";
    }
}
