namespace AmiTools.Aws;

public sealed record Filter(string Name, [property: Wire("Value")] params string[] Values);

public sealed record Tag
{
    public string Key { get; init; } = "";
    public string? Value { get; init; }
}

/// <summary>Tags that a resource has from its first moment.</summary>
public sealed record TagSpecification
{
    public string ResourceType { get; init; } = "";
    [Wire("Tag")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>The answer of an action that has nothing to say.</summary>
public sealed record Done
{
    public bool? Return { get; init; }
    public string? RequestId { get; init; }
}
