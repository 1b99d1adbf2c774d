namespace AmiTools.LocalCloud.State;

/// <summary>What was deleted and can still be taken back.</summary>
internal sealed class RecycleBin
{
    private readonly Dictionary<string, Recycled> byId = new(StringComparer.Ordinal);

    public void Put(Resource resource, DateTimeOffset enters, TimeSpan stays) => byId[resource.Id] = new(resource, enters, enters + stays);

    /// <summary>The account's, in the order of their creation.</summary>
    public IEnumerable<Recycled> Of<T>(string account, DateTimeOffset now) where T : Resource =>
        byId.Values.Where(r => r.Resource is T && r.Resource.OwnerId == account && now < r.Exits).OrderBy(r => r.Resource.Sequence);

    public void Clear() => byId.Clear();

    public void Take(Recycled recycled) => byId.Remove(recycled.Resource.Id);
}

internal sealed record Recycled(Resource Resource, DateTimeOffset Entered, DateTimeOffset Exits);
