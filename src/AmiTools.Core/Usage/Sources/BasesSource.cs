namespace AmiTools.Core.Usage.Sources;

/// <summary>An image that others were built on. A copy does not keep its original. Any own image counts, registered or not.</summary>
internal sealed class BasesSource : IUsageSource
{
    public string Name => "bases";
    public string Reads => "The account's own images: the base each was built on";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeImages"];
    public bool IsRequired => true;

    public Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        foreach (var image in context.Images)
        {
            foreach (var id in image.Bases)
                // Nearly all bases are others' images.
                if (context.Wanted.ContainsKey(id)) uses.Add(id, "base of " + image.ImageId);
        }
        return Task.FromResult(uses.Found);
    }
}
