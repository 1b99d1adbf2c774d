namespace AmiTools.LocalCloud.State;

/// <summary>A made-up fleet of complete pair members, the same for the same number.</summary>
internal static class Fleet
{
    private static readonly string[] names = ["web-server", "worker", "base-linux", "database", "gateway", "batch", "proxy", "monitor"];

    public static void Plant(Cloud cloud, RegionState region, CloudAccount account, int count)
    {
        var newest = cloud.Now;
        for (var i = 0; i < count; i++)
        {
            var name = names[i % names.Length];
            var version = $"1.{i / names.Length / 100}.{i / names.Length % 100}";
            var created = newest - TimeSpan.FromMinutes(count - i);
            var snapshot = region.Add(new CloudSnapshot { Id = $"snap-0f1ee7{i:x11}", OwnerId = account.Id, Created = created, CompletedAt = created, VolumeId = "vol-ffffffff", VolumeSize = 8 });
            var image = region.Add(new CloudImage
            {
                Id = $"ami-0f1ee7{i:x11}",
                OwnerId = account.Id,
                Created = created,
                AvailableAt = created,
                Name = $"{name}-{version}",
                Description = $"{name} {version}",
                SourceImageId = Landscape.BaseImages[0].Id,
                Devices = [new("/dev/xvda", snapshot.Id, 8)],
            });
            foreach (var bag in new[] { image.Tags, snapshot.Tags })
            {
                bag.Set("version", version, created);
                bag.Set("AmiTools:Image", name, created);
                bag.Set("AmiTools:Target", account.Name, created);
                bag.Set("AmiTools:Pair", $"pair-{i:x8}", created);
                bag.Set("AmiTools:State", "complete", created);
                bag.Set("AmiTools:Commit", $"{i:x40}", created);
                bag.Set("AutoCleanup", "true", created);
            }
        }
    }
}
