namespace AmiTools.Aws;

/// <summary>Up to 1,000 resources a call; one id that no longer exists fails the whole call.</summary>
public sealed record CreateTags : Ec2<Done>
{
    [Wire("ResourceId")] public IReadOnlyList<string> Resources { get; init; } = [];
    [Wire("Tag")] public IReadOnlyList<Tag> Tags { get; init; } = [];
    public bool? DryRun { get; init; }
}

/// <summary>A tag without a value is deleted whatever its value is; an empty value deletes an empty one only.</summary>
public sealed record DeleteTags : Ec2<Done>
{
    [Wire("ResourceId")] public IReadOnlyList<string> Resources { get; init; } = [];
    [Wire("Tag")] public IReadOnlyList<Tag> Tags { get; init; } = [];
    public bool? DryRun { get; init; }
}

public sealed record DescribeTags : Ec2<TagPage>
{
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record TagPage : IPage<TagDescription>
{
    [Wire("tagSet")] public IReadOnlyList<TagDescription> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record TagDescription
{
    public string ResourceId { get; init; } = "";
    public string? ResourceType { get; init; }
    public string Key { get; init; } = "";
    public string? Value { get; init; }
}
