using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Access;

/// <summary>Reads who may use an image and each of its snapshots.</summary>
internal sealed class AccessReader(IAws aws, string target, string accountId, string region)
{
    // DescribeSnapshots and DescribeImages take more; attributes have to be asked one by one, so many at once.
    private const int AtOnce = 10;
    private const string DefaultAlias = "alias/aws/ebs";

    public static AccessReader Of(ITargetConnection connection, IAws aws) => new(aws, connection.Target.Name, connection.AccountId, connection.Region);

    public async Task<AmiAccess> ReadAsync(Image image, CancellationToken cancel)
    {
        var attribute = aws.SendAsync(new DescribeImageAttribute { ImageId = image.ImageId }, cancel);
        var ids = image.SnapshotIds();
        IReadOnlyList<Snapshot> snapshots = ids.Count == 0 ? [] : (await aws.SendAsync(new DescribeSnapshots { SnapshotIds = ids }, cancel).ConfigureAwait(false)).Items;
        using var gate = new SemaphoreSlim(AtOnce);
        var read = await Task.WhenAll(snapshots.OrderBy(s => IndexOf(ids, s.SnapshotId)).Select(s => SnapshotAsync(s, gate, cancel))).ConfigureAwait(false);
        var permissions = (await attribute.ConfigureAwait(false)).LaunchPermissions;
        var ami = image.ToAmi(target, accountId, region);
        var access = new AmiAccess
        {
            ImageId = image.ImageId,
            Name = ami.Name,
            Version = ami.Version,
            Target = target,
            AccountId = accountId,
            Region = region,
            IsPublic = permissions.Any(p => p.Group == AccessText.Everybody),
            Accounts = [.. permissions.Select(p => p.UserId).OfType<string>().OrderBy(a => a, StringComparer.Ordinal)],
            Organizations = [.. permissions.Select(p => p.OrganizationArn).OfType<string>()],
            OrganizationalUnits = [.. permissions.Select(p => p.OrganizationalUnitArn).OfType<string>()],
            Snapshots = read,
        };
        return access with { Differences = [.. Differences(access)] };
    }

    /// <summary>
    /// The key that AWS keeps for the account's volumes. Only KMS tells it from a customer key: EC2 shows an ARN for both.
    /// </summary>
    /// <returns>Its ARN; null, with the reason, where KMS may not be asked.</returns>
    public async Task<(string? Arn, string? Unknown)> DefaultKeyAsync(CancellationToken cancel)
    {
        try
        {
            return ((await aws.SendAsync(new DescribeKey { KeyId = DefaultAlias }, cancel).ConfigureAwait(false)).KeyMetadata?.Arn, null);
        }
        catch (AwsException e) when (e.Code == "NotFoundException")
        {
            // An account that never encrypted with it has none.
            return (null, null);
        }
        catch (AwsException e)
        {
            return (null, e.Message);
        }
    }

    private async Task<SnapshotAccess> SnapshotAsync(Snapshot snapshot, SemaphoreSlim gate, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var permissions = (await aws.SendAsync(new DescribeSnapshotAttribute { SnapshotId = snapshot.SnapshotId }, cancel).ConfigureAwait(false)).CreateVolumePermissions;
            return new SnapshotAccess
            {
                SnapshotId = snapshot.SnapshotId,
                IsEncrypted = snapshot.Encrypted == true,
                KmsKeyId = snapshot.KmsKeyId,
                IsPublic = permissions.Any(p => p.Group == AccessText.Everybody),
                Accounts = [.. permissions.Select(p => p.UserId).OfType<string>().OrderBy(a => a, StringComparer.Ordinal)],
            };
        }
        finally
        {
            gate.Release();
        }
    }

    internal static IEnumerable<string> Differences(AmiAccess access)
    {
        foreach (var snapshot in access.Snapshots)
        {
            if (access.Accounts.Except(snapshot.Accounts).ToList() is { Count: > 0 } missing && !snapshot.IsPublic)
                yield return $"{snapshot.SnapshotId} is not shared with {string.Join(", ", missing)}, who can launch the image and can't copy it";
            if (snapshot.Accounts.Except(access.Accounts).ToList() is { Count: > 0 } more)
                yield return $"{snapshot.SnapshotId} is shared with {string.Join(", ", more)}, and the image is not";
            if (snapshot.IsPublic && !access.IsPublic) yield return $"{snapshot.SnapshotId} is public, and the image is not";
        }
    }

    private static int IndexOf(IReadOnlyList<string> ids, string id)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] == id) return i;
        }
        return ids.Count;
    }
}
