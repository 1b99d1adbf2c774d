namespace AmiTools.LocalCloud.State;

/// <summary>A resource's tags, with EC2's limits; a new value may take a while to be seen.</summary>
internal sealed class TagBag
{
    private readonly SortedDictionary<string, (string Value, DateTimeOffset VisibleAt, string? Before)> tags = new(StringComparer.Ordinal);

    public int Count => tags.Count;

    public void Set(string key, string value, DateTimeOffset visibleAt) =>
        tags[key] = (value, visibleAt, tags.TryGetValue(key, out var old) ? old.Value : null);

    public void Remove(string key) => tags.Remove(key);

    public bool TryGet(string key, out string value)
    {
        var found = tags.TryGetValue(key, out var entry);
        value = found ? entry.Value : "";
        return found;
    }

    public IEnumerable<KeyValuePair<string, string>> Seen(DateTimeOffset now)
    {
        foreach (var (key, (value, visibleAt, before)) in tags)
        {
            if (now >= visibleAt) yield return new(key, value);
            else if (before is not null) yield return new(key, before);
        }
    }

    public IReadOnlyDictionary<string, string> All() => tags.ToDictionary(t => t.Key, t => t.Value.Value, StringComparer.Ordinal);

    /// <summary>Refuses what EC2 refuses, before anything is changed.</summary>
    public static void Check(IReadOnlyList<KeyValuePair<string, string>> wanted, IEnumerable<TagBag> bags)
    {
        foreach (var (key, value) in wanted)
        {
            if (key.Length is 0 or > 127) throw CloudError.InvalidParameter($"Tag key exceeds the maximum length of 127 characters or is empty: '{key}'");
            if (value.Length > 256) throw CloudError.InvalidParameter($"Tag value exceeds the maximum length of 256 characters: '{value.Substring(0, 20)}...'");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw CloudError.InvalidParameter($"Tag keys starting with 'aws:' are reserved for internal use: '{key}'");
        }
        foreach (var bag in bags)
            if (bag.tags.Keys.Union(wanted.Select(t => t.Key)).Count() > 50) throw new CloudError("TagLimitExceeded", "More than 50 tags specified");
    }
}
