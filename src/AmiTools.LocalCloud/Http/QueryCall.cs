using System.Globalization;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Http;

/// <summary>Does an action and writes its answer.</summary>
internal delegate void QueryAction(QueryCall call, XmlOut x);

/// <summary>One call of the query protocol: who, where, when, and its parameters.</summary>
internal sealed record QueryCall(Cloud Cloud, RegionState Region, Identity Caller, string Action, IReadOnlyDictionary<string, string> Parameters)
{
    public string Account => Caller.Account.Id;

    public DateTimeOffset Now { get; } = Cloud.Now;

    public DateTimeOffset VisibleAt => Now + Cloud.Options.VisibilityDelay;

    public DateTimeOffset ReadyAt => Now + Cloud.Options.PendingDelay;

    /// <summary>Null also where the parameter is there and empty, as older SDKs send it.</summary>
    public string? Text(string name) => Parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Required(string name) => Parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : throw CloudError.Missing(name);

    public bool Flag(string name) => Parameters.TryGetValue(name, out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    public int? Number(string name) => !Parameters.TryGetValue(name, out var text) ? null
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value
        : throw CloudError.InvalidParameter($"Value ({text}) for parameter {name} is invalid. Expected an integer.");

    /// <summary><c>Name.1</c>, <c>Name.2</c>, … in order.</summary>
    public IReadOnlyList<string> List(string name)
    {
        var values = new List<string>();
        for (var i = 1; Parameters.TryGetValue($"{name}.{i}", out var value); i++) values.Add(value);
        return values;
    }

    /// <summary>The prefixes <c>Name.1.</c>, <c>Name.2.</c>, … that have any member.</summary>
    public IReadOnlyList<string> Structures(string name)
    {
        var prefixes = new List<string>();
        for (var i = 1; ; i++)
        {
            var prefix = $"{name}.{i}.";
            if (!Parameters.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal))) return prefixes;
            prefixes.Add(prefix);
        }
    }

    public DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw CloudError.InvalidParameter($"Value ({text}) for parameter {name} is invalid. Invalid date.");

    public IReadOnlyList<KeyValuePair<string, string>> Tags(string name = "Tag") =>
        [.. Structures(name).Select(p => new KeyValuePair<string, string>(Required(p + "Key"), Text(p + "Value") ?? ""))];

    /// <summary>The tags that a call gives to new resources of one type.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> TagsFor(string resourceType, string name = "TagSpecification")
    {
        var tags = Structures(name).Where(p => Text(p + "ResourceType") == resourceType).SelectMany(p => Tags(p + "Tag")).ToArray();
        TagBag.Check(tags, []);
        return tags;
    }

    public T WithTags<T>(T resource, IEnumerable<KeyValuePair<string, string>> tags) where T : Resource
    {
        foreach (var (key, value) in tags) resource.Tags.Set(key, value, VisibleAt);
        return resource;
    }

    public bool Sees(Resource resource) => Now >= resource.VisibleAt;

    /// <summary>What the caller owns and reads can see.</summary>
    public IEnumerable<T> Own<T>() where T : Resource => Region.All<T>().Where(r => r.OwnerId == Account && Sees(r));

    /// <summary>What a page may begin with: everything of the type after the page before.</summary>
    public IEnumerable<T> Rest<T>() where T : Resource => Region.After<T>(Pages.After(this)).Where(Sees);

    /// <summary><see cref="Rest"/> of what the caller owns.</summary>
    public IEnumerable<T> OwnRest<T>() where T : Resource => Rest<T>().Where(r => r.OwnerId == Account);

    /// <summary>One thing that the caller owns, or EC2's error.</summary>
    public T Owned<T>(string id, string errorCode, string kind) where T : Resource =>
        Region.Find<T>(id) is { } found && found.OwnerId == Account && Sees(found) ? found : throw CloudError.NotFound(errorCode, kind, [id]);
}
