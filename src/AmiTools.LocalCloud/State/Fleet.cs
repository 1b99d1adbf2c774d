namespace AmiTools.LocalCloud.State;

/// <summary>A made-up fleet of complete pair members and of what uses them, the same for the same numbers.</summary>
internal static class Fleet
{
    private static readonly string[] names = ["web-server", "worker", "base-linux", "database", "gateway", "batch", "proxy", "monitor"];

    public static void Plant(Cloud cloud, RegionState region, CloudAccount account, FleetSize size)
    {
        var newest = cloud.Now - size.Age;
        for (var i = 0; i < size.Images; i++) PlantImage(region, account, size, i, newest - TimeSpan.FromMinutes(size.Images - 1 - i));
        for (var i = 0; i < size.Instances; i++)
        {
            var image = region.Find<CloudImage>(ImageId(Spread(i, size.Instances, size.Images)))!;
            region.Add(new CloudInstance
            {
                Id = $"i-0f1ee7{i:x11}",
                OwnerId = account.Id,
                Created = newest,
                RunningAt = newest,
                ImageId = image.Id,
                Image = image,
                InstanceType = "t3.micro",
                SubnetId = Landscape.SubnetOf(account.Id),
                VpcId = Landscape.VpcOf(account.Id),
                ReservationId = $"r-0f1ee7{i:x11}",
            });
        }
        for (var i = 0; i < size.LaunchTemplates; i++)
            region.Add(new CloudLaunchTemplate { Id = $"lt-0f1ee7{i:x11}", OwnerId = account.Id, Created = newest, Name = $"template-{i}" }).Add(new(ImageId(Spread(i, size.LaunchTemplates, size.Images)), "t3.micro"), null, newest);
        for (var i = 0; i < size.Groups; i++)
        {
            var template = size.LaunchTemplates > 0 ? Spread(i, size.Groups, size.LaunchTemplates) : throw new ArgumentException("Groups of a made-up fleet need launch templates", nameof(size));
            region.Add(new CloudGroup
            {
                Id = $"auto-scaling-group/{account.Id}/group-{i}",
                OwnerId = account.Id,
                Created = newest,
                Name = $"group-{i}",
                Source = new() { Template = new($"lt-0f1ee7{template:x11}", $"template-{template}", "$Latest") },
                MaxSize = 1,
                DesiredCapacity = 1,
                Subnets = Landscape.SubnetOf(account.Id),
            });
        }
    }

    private static void PlantImage(RegionState region, CloudAccount account, FleetSize size, int i, DateTimeOffset created)
    {
        var name = names[i % names.Length];
        var version = $"1.{i / names.Length / 100}.{i / names.Length % 100}";
        var snapshots = Enumerable.Range(0, size.SnapshotsPerImage).Select(s => region.Add(new CloudSnapshot { Id = $"snap-{s:x1}f1ee7{i:x11}", OwnerId = account.Id, Created = created, CompletedAt = created, VolumeId = "vol-ffffffff", VolumeSize = 8 })).ToArray();
        var image = region.Add(new CloudImage
        {
            Id = ImageId(i),
            OwnerId = account.Id,
            Created = created,
            AvailableAt = created,
            Name = $"{name}-{version}",
            Description = $"{name} {version}",
            SourceImageId = Landscape.BaseImages[0].Id,
            Devices = [.. snapshots.Select((s, n) => new ImageDevice(n == 0 ? "/dev/xvda" : $"/dev/sd{(char)('e' + n)}", s.Id, 8))],
        });
        foreach (var bag in snapshots.Select(s => s.Tags).Prepend(image.Tags))
        {
            bag.Set("version", version, created);
            bag.Set("AmiTools:Image", name, created);
            bag.Set("AmiTools:Target", account.Name, created);
            bag.Set("AmiTools:Pair", $"pair-{i:x8}", created);
            bag.Set("AmiTools:State", "complete", created);
            bag.Set("AmiTools:Commit", $"{i:x40}", created);
            bag.Set("AutoCleanup", "true", created);
        }
        foreach (var (key, value) in size.Tags) image.Tags.Set(key, value, created);
    }

    private static string ImageId(int i) => $"ami-0f1ee7{i:x11}";

    /// <summary>The place among <paramref name="of"/> of the <paramref name="i"/>th of <paramref name="count"/>.</summary>
    private static int Spread(int i, int count, int of) => (int)((long)i * of / count);
}
