using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud;

// What uses images, put there directly: nothing is checked, so that images may be named that are gone.
public sealed partial class CloudInside
{
    /// <summary>Puts an instance there that stays in a state: pending, running, stopping, stopped, shutting-down, terminated.</summary>
    public string SeedInstance(string account, string region, string imageId, string state = "running", IReadOnlyDictionary<string, string>? tags = null, DateTimeOffset? launched = null) => Change(() =>
    {
        var r = Region(region);
        var at = launched ?? cloud.Now;
        var instance = r.Add(new CloudInstance
        {
            Id = RegionState.NewId("i"),
            OwnerId = account,
            Created = at,
            RunningAt = state == "pending" ? DateTimeOffset.MaxValue : at,
            StoppedAt = state switch { "stopping" => DateTimeOffset.MaxValue, "stopped" => at, _ => null },
            TerminatedAt = state switch { "shutting-down" => DateTimeOffset.MaxValue, "terminated" => cloud.Now, _ => null },
            ImageId = imageId,
            Image = r.Find<CloudImage>(imageId),
            InstanceType = "t3.micro",
            SubnetId = Landscape.SubnetOf(account),
            VpcId = Landscape.VpcOf(account),
            ReservationId = RegionState.NewId("r"),
        });
        if (instance.State(cloud.Now).Name != state) throw new ArgumentException($"An instance has no state {state}", nameof(state));
        foreach (var (key, value) in tags ?? noTags) instance.Tags.Set(key, value, at);
        return instance.Id;
    });

    /// <summary>Puts a launch template there with one version for each image (an id, <c>resolve:ssm:NAME</c>, or null), the first as version 1.</summary>
    public string SeedLaunchTemplate(string account, string region, string name, IReadOnlyList<string?> images, long defaultVersion = 1, IReadOnlyDictionary<string, string>? tags = null) => Change(() =>
    {
        var template = Region(region).Add(new CloudLaunchTemplate { Id = RegionState.NewId("lt"), OwnerId = account, Created = cloud.Now, Name = name });
        foreach (var image in images) template.Add(new(image, "t3.micro"), null, cloud.Now);
        template.Default = defaultVersion;
        foreach (var (key, value) in tags ?? noTags) template.Tags.Set(key, value, cloud.Now);
        return template.Id;
    });

    /// <summary>Puts a launch configuration there, attached to nothing.</summary>
    public void SeedLaunchConfiguration(string account, string region, string name, string imageId) => Change(() =>
        Region(region).Add(new CloudLaunchConfiguration { Id = $"launch-configuration/{account}/{name}", OwnerId = account, Created = cloud.Now, Name = name, ImageId = imageId }).Id);

    /// <summary>Puts an Auto Scaling group there.</summary>
    public void SeedGroup(string account, string region, string name, GroupSeed seed) => Change(() =>
    {
        var r = Region(region);
        var template = Reference(r, seed.LaunchTemplateId, seed.Version);
        var group = r.Add(new CloudGroup
        {
            Id = $"auto-scaling-group/{account}/{name}",
            OwnerId = account,
            Created = cloud.Now,
            Name = name,
            Source = new()
            {
                LaunchConfiguration = seed.LaunchConfigurationName,
                Template = template,
                IsMixed = seed.Overrides.Count > 0,
                Overrides = [.. seed.Overrides.Select(o => new GroupOverride(o.InstanceType, Reference(r, o.LaunchTemplateId, o.Version), o.ImageId))],
            },
            MaxSize = Math.Max(1, seed.DesiredCapacity),
            DesiredCapacity = seed.DesiredCapacity,
            Subnets = Landscape.SubnetOf(account),
            WarmPool = seed.WarmInstanceIds.Count > 0 ? new(seed.WarmInstanceIds.Count, null, "Stopped") : null,
        });
        group.Instances.AddRange(seed.InstanceIds.Select(i => new GroupInstance(i, false, template, seed.LaunchConfigurationName)));
        group.Instances.AddRange(seed.WarmInstanceIds.Select(i => new GroupInstance(i, true, template, seed.LaunchConfigurationName)));
        return name;
    });

    /// <summary>Puts a Spot request there: open, active, closed, cancelled, failed.</summary>
    public string SeedSpotRequest(string account, string region, string imageId, string state = "open") => Change(() =>
        Region(region).Add(new CloudSpotRequest { Id = RegionState.NewId("sir").Substring(0, 12), OwnerId = account, Created = cloud.Now, ImageId = imageId, State = state }).Id);

    /// <summary>Puts a Spot Fleet request there that names images, and templates by their default version.</summary>
    public string SeedSpotFleet(string account, string region, IReadOnlyList<string> imageIds, IReadOnlyList<string>? launchTemplateIds = null, string state = "active") => Change(() =>
    {
        var r = Region(region);
        return r.Add(new CloudSpotFleet
        {
            Id = "sfr-" + Guid.NewGuid(),
            OwnerId = account,
            Created = cloud.Now,
            Specifications = [.. imageIds.Select(i => new SpotSpecification(i, "t3.micro"))],
            Templates = [.. (launchTemplateIds ?? []).Select(t => new FleetTemplate(Reference(r, t, "$Default")!, []))],
            Role = $"arn:aws:iam::{account}:role/aws-ec2-spot-fleet-tagging-role",
            TargetCapacity = 1,
            State = state,
        }).Id;
    });

    /// <summary>Puts an EC2 Fleet there of one template and its overrides: maintain, request, instant.</summary>
    public string SeedFleet(string account, string region, string launchTemplateId, IReadOnlyList<OverrideSeed>? overrides = null, string type = "maintain", string state = "active", string version = "$Default") => Change(() =>
    {
        var r = Region(region);
        return r.Add(new CloudFleet
        {
            Id = "fleet-" + Guid.NewGuid(),
            OwnerId = account,
            Created = cloud.Now,
            Kind = type,
            Templates = [new(Reference(r, launchTemplateId, version)!, [.. (overrides ?? []).Select(o => new FleetOverride(o.InstanceType, o.ImageId))])],
            TargetCapacity = 1,
            State = state,
        }).Id;
    });

    /// <summary>Puts a volume there that is attached to nothing.</summary>
    public string SeedVolume(string account, string region, IReadOnlyDictionary<string, string> tags) => Change(() =>
    {
        var volume = Region(region).Add(new CloudVolume { Id = RegionState.NewId("vol"), OwnerId = account, Created = cloud.Now, VisibleAt = cloud.Now, Size = 8, VolumeType = "gp3" });
        foreach (var tag in tags) volume.Tags.Set(tag.Key, tag.Value, cloud.Now);
        return volume.Id;
    });

    /// <summary>Puts a parameter there, or a further version of it.</summary>
    public void SeedParameter(string account, string region, string name, string value, string dataType = "text", string type = "String", DateTimeOffset? modified = null) => Change(() =>
    {
        var parameters = Region(region).Parameters;
        if (!parameters.TryGetValue((account, name), out var parameter)) parameters.Add((account, name), parameter = new() { Name = name });
        parameter.Versions.Add(new((parameter.Versions.Count > 0 ? parameter.Current.Version : 0) + 1, value, type, dataType, null, modified ?? cloud.Now, $"arn:aws:iam::{account}:user/seed"));
        return name;
    });

    /// <summary>Takes a parameter away.</summary>
    public void RemoveParameter(string account, string region, string name) => Change(() => Region(region).Parameters.Remove((account, name)));

    private static TemplateReference? Reference(RegionState region, string? id, string? version) => id is null ? null : new(id, region.Find<CloudLaunchTemplate>(id)?.Name, version);
}
