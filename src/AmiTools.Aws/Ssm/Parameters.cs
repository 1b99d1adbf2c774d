using System.Text.Json.Serialization;

namespace AmiTools.Aws;

public sealed record GetParameter : Ssm<GetParameterResult>
{
    public string Name { get; init; } = "";
    public bool? WithDecryption { get; init; }
}

public sealed record GetParameterResult
{
    public Parameter Parameter { get; init; } = new();
}

/// <summary>At most 10 names a call; names that do not exist come back in <see cref="GetParametersResult.InvalidParameters"/>.</summary>
public sealed record GetParameters : Ssm<GetParametersResult>
{
    public IReadOnlyList<string> Names { get; init; } = [];
    public bool? WithDecryption { get; init; }
}

public sealed record GetParametersResult
{
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];
    public IReadOnlyList<string> InvalidParameters { get; init; } = [];
}

/// <summary>At most 10 results a page.</summary>
public sealed record GetParametersByPath : Ssm<ParameterPage>
{
    public string Path { get; init; } = "/";
    public bool? Recursive { get; init; }
    public IReadOnlyList<ParameterFilter>? ParameterFilters { get; init; }
    public bool? WithDecryption { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record ParameterPage : IPage<Parameter>
{
    [JsonPropertyName("Parameters")] public IReadOnlyList<Parameter> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record Parameter
{
    public string Name { get; init; } = "";
    public string? Type { get; init; }
    public string Value { get; init; } = "";
    public long Version { get; init; }
    public string? ARN { get; init; }
    public string? DataType { get; init; }
    public DateTimeOffset? LastModifiedDate { get; init; }
}

/// <summary>With the data type <c>aws:ec2:image</c> the answer comes before the value is validated: read it back.</summary>
public sealed record PutParameter : Ssm<PutParameterResult>
{
    public string Name { get; init; } = "";
    public string Value { get; init; } = "";
    public string Type { get; init; } = "String";
    public string? Description { get; init; }
    public string? DataType { get; init; }
    public bool? Overwrite { get; init; }
    public string? Tier { get; init; }
}

public sealed record PutParameterResult
{
    public long Version { get; init; }
    public string? Tier { get; init; }
}

/// <summary>What parameters there are, without their values. MaxResults 1 to 50.</summary>
public sealed record DescribeParameters : Ssm<ParameterMetadataPage>
{
    public IReadOnlyList<ParameterFilter>? ParameterFilters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

/// <summary>Key: Name, Type, Path, DataType, tag:KEY, … Option: Equals, BeginsWith, Contains, Recursive, OneLevel.</summary>
public sealed record ParameterFilter
{
    public string Key { get; init; } = "";
    public string? Option { get; init; }
    public IReadOnlyList<string>? Values { get; init; }
}

public sealed record ParameterMetadataPage : IPage<ParameterMetadata>
{
    [JsonPropertyName("Parameters")] public IReadOnlyList<ParameterMetadata> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record ParameterMetadata
{
    public string Name { get; init; } = "";
    /// <summary>String, StringList, SecureString.</summary>
    public string? Type { get; init; }
    /// <summary>text, aws:ec2:image.</summary>
    public string? DataType { get; init; }
    public long Version { get; init; }
    public DateTimeOffset? LastModifiedDate { get; init; }
    public string? LastModifiedUser { get; init; }
}

public sealed record DeleteParameter : Ssm<DeleteParameterResult>
{
    public string Name { get; init; } = "";
}

public sealed record DeleteParameterResult;

public sealed record GetParameterHistory : Ssm<ParameterHistoryPage>
{
    public string Name { get; init; } = "";
    public bool? WithDecryption { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record ParameterHistoryPage : IPage<ParameterHistory>
{
    [JsonPropertyName("Parameters")] public IReadOnlyList<ParameterHistory> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record ParameterHistory
{
    public string Name { get; init; } = "";
    public string? Type { get; init; }
    public string? DataType { get; init; }
    public string? Value { get; init; }
    public long Version { get; init; }
    public IReadOnlyList<string> Labels { get; init; } = [];
    public DateTimeOffset? LastModifiedDate { get; init; }
    public string? LastModifiedUser { get; init; }
}
