using System.Text.RegularExpressions;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.Kms;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>How images come to be: from an instance, or as a copy.</summary>
internal static partial class ImageMaking
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateImage"] = Create,
        ["CopyImage"] = Copy,
    };

    private static void Create(QueryCall call, XmlOut x)
    {
        var name = call.Required("Name");
        var instance = call.Owned<CloudInstance>(call.Required("InstanceId"), "InvalidInstanceID.NotFound", "instance");
        CheckName(call, name);
        if (instance.State(call.Now).Name is "shutting-down" or "terminated") throw new CloudError("IncorrectState", $"The instance '{instance.Id}' is not in a state from which an image can be created");
        var imageTags = call.TagsFor("image");
        var snapshotTags = call.TagsFor("snapshot");

        var devices = new List<ImageDevice>();
        foreach (var device in instance.Devices)
        {
            var volume = call.Region.Find<CloudVolume>(device.VolumeId)!;
            var snapshot = Snapshot(call, snapshotTags, new()
            {
                VolumeId = volume.Id,
                Size = volume.Size,
                IsEncrypted = volume.Encrypted,
                Description = $"Created by CreateImage({instance.Id}) for the image {name}",
                CompletedAt = call.ReadyAt,
            });
            devices.Add(new(device.DeviceName, snapshot.Id, volume.Size, volume.VolumeType, device.DeleteOnTermination, volume.Encrypted));
        }
        var source = call.Region.Find<CloudImage>(instance.ImageId);
        var image = call.WithTags(call.Region.Add(new CloudImage
        {
            Id = RegionState.NewId("ami"),
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            AvailableAt = call.ReadyAt,
            Name = name,
            Description = call.Text("Description") ?? "",
            Architecture = instance.Architecture,
            RootDeviceName = instance.RootDeviceName,
            ProductCodes = source?.ProductCodes ?? [],
            HasBillingProducts = source?.HasBillingProducts ?? false,
            SourceInstanceId = instance.Id,
            SourceImageId = instance.ImageId,
            SourceImageRegion = call.Region.Name,
            Platform = source?.Platform,
            PlatformDetails = source?.PlatformDetails ?? "Linux/UNIX",
            Devices = devices,
            FailureReason = call.Cloud.FailNextImage(call.Account),
        }), imageTags);
        x.Text("imageId", image.Id);
    }

    private static void Copy(QueryCall call, XmlOut x)
    {
        var name = call.Required("Name");
        var sourceRegion = call.Required("SourceRegion");
        var sourceId = call.Required("SourceImageId");
        if (call.Text("ClientToken") is { Length: > 0 } token && call.Own<CloudImage>().FirstOrDefault(i => i.ClientToken == token) is { } before)
        {
            x.Text("imageId", before.Id);
            return;
        }
        if (!call.Cloud.Regions.TryGetValue(sourceRegion, out var from)) throw CloudError.InvalidParameter($"Invalid source region: {sourceRegion}");
        var source = from.Find<CloudImage>(sourceId) is { } found && Images.CanUse(found, call.Caller.Account) ? found : throw CloudError.NotFound("InvalidAMIID.NotFound", "image", [sourceId]);
        if (source.State(call.Now) != "available") throw new CloudError("InvalidAMIID.Unavailable", $"The image ID '{sourceId}' is not available");
        CheckName(call, name);
        // AWS, "Copy an AMI": neither can be copied to another account.
        if (source.OwnerId != call.Account && source.ProductCodes.Count > 0) throw new CloudError("InvalidRequest", "Images from AWS Marketplace cannot be copied to another AWS account");
        if (source.OwnerId != call.Account && source.HasBillingProducts) throw new CloudError("InvalidRequest", "Images with EC2 BillingProduct codes cannot be copied to another AWS account");
        foreach (var device in source.Devices)
            if (device.SnapshotId is { } id && from.Find<CloudSnapshot>(id) is { } s && !CanRead(call, s, sourceRegion))
                throw new CloudError("InvalidRequest", "You do not have permission to access the storage of this ami");
        CheckLimits(call, source.Devices.Count);
        var readyAt = call.Now + (call.Cloud.Options.CopyDelay ?? call.Cloud.Options.PendingDelay);
        var key = call.Text("KmsKeyId") is { } given ? Keys.Arn(given, call.Region.Name, call.Account) : null;
        if (key is not null && !call.Flag("Encrypted")) throw new CloudError("InvalidParameterCombination", "KmsKeyId can only be given with Encrypted");
        // A key is looked at when the copy is under way: the call itself succeeds.
        var keyFails = key is not null && !call.Cloud.Accounts.Values.Any(a => Keys.CanUse(key, call.Region.Name, call.Caller.Account, a));
        var failure = keyFails ? $"Given key ID {key} is not accessible" : call.Cloud.FailNextImage(call.Account);
        var devices = source.Devices.Select(d => d with
        {
            SnapshotId = Snapshot(call, call.TagsFor("snapshot"), new()
            {
                VolumeId = "vol-ffffffff",
                Size = d.VolumeSize,
                IsEncrypted = d.Encrypted || call.Flag("Encrypted"),
                // Without a key, an encrypted copy is encrypted with the default key of the account that copies.
                KmsKeyId = key,
                Description = $"Copied for DestinationAmi {name} from SourceAmi {sourceId}",
                CompletedAt = readyAt,
                FailureReason = failure,
            }).Id,
            Encrypted = d.Encrypted || call.Flag("Encrypted"),
        }).ToArray();
        var image = call.WithTags(call.Region.Add(new CloudImage
        {
            Id = RegionState.NewId("ami"),
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            AvailableAt = readyAt,
            Name = name,
            Description = call.Text("Description") ?? source.Description,
            Architecture = source.Architecture,
            RootDeviceName = source.RootDeviceName,
            SourceImageId = source.Id,
            SourceImageRegion = sourceRegion,
            Platform = source.Platform,
            PlatformDetails = source.PlatformDetails,
            Devices = devices,
            ProductCodes = source.ProductCodes,
            HasBillingProducts = source.HasBillingProducts,
            ClientToken = call.Text("ClientToken"),
            BootMode = source.BootMode,
            VirtualizationType = source.VirtualizationType,
            FailureReason = failure,
        }), call.TagsFor("image"));
        if (call.Flag("CopyImageTags") && source.OwnerId == call.Account) call.WithTags(image, source.Tags.All());
        x.Text("imageId", image.Id);
    }

    /// <summary>What a new image has a snapshot of.</summary>
    private sealed record Source
    {
        public required string VolumeId { get; init; }
        public required int Size { get; init; }
        public required bool IsEncrypted { get; init; }
        public string? KmsKeyId { get; init; }
        public required string Description { get; init; }
        public required DateTimeOffset CompletedAt { get; init; }
        public string? FailureReason { get; init; }
    }

    private static CloudSnapshot Snapshot(QueryCall call, IEnumerable<KeyValuePair<string, string>> tags, Source of) => call.WithTags(call.Region.Add(new CloudSnapshot
    {
        Id = RegionState.NewId("snap"),
        OwnerId = call.Account,
        Created = call.Now,
        VisibleAt = call.VisibleAt,
        CompletedAt = of.CompletedAt,
        FailureReason = of.FailureReason,
        VolumeId = of.VolumeId,
        VolumeSize = of.Size,
        Encrypted = of.IsEncrypted,
        KmsKeyId = of.KmsKeyId,
        Description = of.Description,
    }), tags);

    /// <summary>Its owner, or shared and, if it is encrypted with a customer key, with the key shared too.</summary>
    private static bool CanRead(QueryCall call, CloudSnapshot snapshot, string region) =>
        Snapshots.CanUse(snapshot, call.Account)
        && (snapshot is not { Encrypted: true } || snapshot.OwnerId == call.Account
            || (snapshot.KmsKeyId is { } key && call.Cloud.Accounts.TryGetValue(snapshot.OwnerId, out var owner) && Keys.CanUse(key, region, call.Caller.Account, owner)));

    private static void CheckLimits(QueryCall call, int snapshots)
    {
        if (call.Region.All<CloudImage>().Count(i => i.OwnerId == call.Account) >= call.Cloud.Options.ImageQuota)
            throw new CloudError("ResourceLimitExceeded", $"You have reached your quota of {call.Cloud.Options.ImageQuota} for the number of AMIs in this Region");
        if (call.Region.All<CloudSnapshot>().Count(s => s.OwnerId == call.Account && s.State(call.Now) == "pending" && s.Description.StartsWith("Copied for", StringComparison.Ordinal)) + snapshots > call.Cloud.Options.ConcurrentCopies)
            throw new CloudError("ResourceLimitExceeded", $"You have exceeded an Amazon EC2 resource limit. You cannot exceed {call.Cloud.Options.ConcurrentCopies} concurrent snapshot copies.");
    }

    public static void CheckName(QueryCall call, string name)
    {
        if (!LegalName().IsMatch(name)) throw new CloudError("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'");
        // Also what can't be seen yet has its name.
        if (call.Region.All<CloudImage>().FirstOrDefault(i => i.OwnerId == call.Account && i.Name == name) is { } other)
            throw new CloudError("InvalidAMIName.Duplicate", $"AMI name {name} is already in use by AMI {other.Id}");
    }

    [GeneratedRegex(@"^[A-Za-z0-9()\[\] ./\-'@_]{3,128}\z")]
    private static partial Regex LegalName();
}
