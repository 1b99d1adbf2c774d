namespace AmiTools.Core.Usage.Sources;

/// <summary>Any pin counts here, also one that has run out: whether it still holds is the cleanup's to decide.</summary>
internal sealed class PinsSource : IUsageSource
{
    public string Name => "pins";
    public string Reads => "The tag AmiTools:Pinned";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeImages"];
    public bool IsRequired => true;

    public Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        foreach (var image in context.Images.Where(i => i.Pinned is not null)) uses.Add(image.ImageId, image.Pinned!);
        return Task.FromResult(uses.Found);
    }
}
