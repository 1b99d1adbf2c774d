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
    public string? Value { get; init; }
    public long Version { get; init; }
    public DateTimeOffset? LastModifiedDate { get; init; }
    public string? LastModifiedUser { get; init; }
}
