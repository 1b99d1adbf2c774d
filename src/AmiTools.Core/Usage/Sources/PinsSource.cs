namespace AmiTools.Core.Usage.Sources;

/// <summary>A pin that has run out keeps nothing: what it has kept is from then on as old as its last use.</summary>
internal sealed class PinsSource : IUsageSource
{
    public string Name => "pins";
    public string Reads => "The tag AmiTools:Pinned, unless its date is over";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeImages"];
    public bool IsRequired => true;

    public Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        var now = context.Time.GetUtcNow();
        foreach (var image in context.Images.Where(i => i.Pinned is { } pin && !Pin.HasEnded(pin, now))) uses.Add(image.ImageId, image.Pinned!);
        return Task.FromResult(uses.Found);
    }
}
