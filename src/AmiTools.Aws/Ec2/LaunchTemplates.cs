namespace AmiTools.Aws;

/// <summary>MaxResults 1 to 200.</summary>
public sealed record DescribeLaunchTemplates : Ec2<LaunchTemplatePage>
{
    [Wire("LaunchTemplateId")] public IReadOnlyList<string>? LaunchTemplateIds { get; init; }
    [Wire("LaunchTemplateName")] public IReadOnlyList<string>? LaunchTemplateNames { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record LaunchTemplatePage : IPage<LaunchTemplate>
{
    [Wire("launchTemplates")] public IReadOnlyList<LaunchTemplate> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record LaunchTemplate
{
    public string LaunchTemplateId { get; init; } = "";
    public string? LaunchTemplateName { get; init; }
    public DateTimeOffset? CreateTime { get; init; }
    public long DefaultVersionNumber { get; init; }
    public long LatestVersionNumber { get; init; }
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>
/// MaxResults 1 to 200. Of one template: all versions, or those named. Without a template: <see cref="Versions"/> must
/// be <c>$Latest</c>, <c>$Default</c> or both, and the pages go over all templates.
/// </summary>
public sealed record DescribeLaunchTemplateVersions : Ec2<LaunchTemplateVersionPage>
{
    public string? LaunchTemplateId { get; init; }
    public string? LaunchTemplateName { get; init; }
    [Wire("LaunchTemplateVersion")] public IReadOnlyList<string>? Versions { get; init; }
    public string? MinVersion { get; init; }
    public string? MaxVersion { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    /// <summary>True to get the image that a parameter names now, instead of <c>resolve:ssm:</c> and the parameter's name.</summary>
    public bool? ResolveAlias { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record LaunchTemplateVersionPage : IPage<LaunchTemplateVersion>
{
    [Wire("launchTemplateVersionSet")] public IReadOnlyList<LaunchTemplateVersion> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record LaunchTemplateVersion
{
    public string LaunchTemplateId { get; init; } = "";
    public string? LaunchTemplateName { get; init; }
    public long VersionNumber { get; init; }
    public string? VersionDescription { get; init; }
    public bool DefaultVersion { get; init; }
    public DateTimeOffset? CreateTime { get; init; }
    [Wire("launchTemplateData")] public LaunchTemplateData? Data { get; init; }
}

/// <summary>ImageId: an image's id, or <c>resolve:ssm:</c> and a parameter's name, with <c>:version</c> or <c>:label</c> after it or not; null where the template leaves it open.</summary>
public sealed record LaunchTemplateData
{
    public string? ImageId { get; init; }
    public string? InstanceType { get; init; }
    /// <summary>In base64.</summary>
    public string? UserData { get; init; }
}
