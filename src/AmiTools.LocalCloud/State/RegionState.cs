namespace AmiTools.LocalCloud.State;

/// <summary>All that exists in one Region, of every account. Read and changed under the cloud's lock.</summary>
internal sealed class RegionState(string name)
{
    private readonly Dictionary<string, Resource> byId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Resource> inOrder = [];
    private long last;

    public string Name => name;

    public SortedDictionary<(string Account, string Name), CloudParameter> Parameters { get; } = [];

    public T Add<T>(T resource) where T : Resource
    {
        resource.Sequence = ++last;
        byId.Add(resource.Id, resource);
        inOrder.Add(resource.Sequence, resource);
        return resource;
    }

    public void Remove(Resource resource)
    {
        byId.Remove(resource.Id);
        inOrder.Remove(resource.Sequence);
    }

    public Resource? Find(string id) => byId.GetValueOrDefault(id);

    public T? Find<T>(string id) where T : Resource => byId.GetValueOrDefault(id) as T;

    /// <summary>In the order of creation.</summary>
    public IEnumerable<T> All<T>() where T : Resource => inOrder.Values.OfType<T>();

    /// <summary>A new id of EC2's form: 17 hexadecimal digits.</summary>
    public static string NewId(string prefix) => prefix + "-" + Guid.NewGuid().ToString("N").Substring(0, 17);
}

/// <summary>A parameter with its history; the last version is the current one.</summary>
internal sealed class CloudParameter
{
    public required string Name { get; init; }
    public List<ParameterVersion> Versions { get; } = [];
    public ParameterVersion Current => Versions[^1];
}

internal sealed record ParameterVersion(long Version, string Value, string Type, string DataType, string? Description, DateTimeOffset Modified, string ModifiedBy);
