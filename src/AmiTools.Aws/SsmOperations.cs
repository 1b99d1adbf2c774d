using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
namespace AmiTools.Aws;

public sealed record GetParameter : Ssm<GetParameterResult> { public string Name { get; init; } = ""; public bool? WithDecryption { get; init; } }
public sealed record GetParameterResult { public Parameter Parameter { get; init; } = new(); }
public sealed record PutParameter : Ssm<PutParameterResult>
{
    public string Name { get; init; } = "";
    public string Value { get; init; } = "";
    public string Type { get; init; } = "String";
    public string? DataType { get; init; }
    public bool? Overwrite { get; init; }
}
public sealed record PutParameterResult { public long Version { get; init; } public string? Tier { get; init; } }
public sealed record GetParametersByPath : Ssm<ParameterPage>
{
    public string Path { get; init; } = "/";
    public bool? Recursive { get; init; }
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
