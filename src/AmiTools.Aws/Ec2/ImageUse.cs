namespace AmiTools.Aws;

/// <summary>
/// What names an image, in its own account and Region: instances, launch templates, parameters, Image Builder recipes.
/// 1 to 10 images, MaxResults at least 5. IncludeAllResourceTypes and ResourceTypes exclude each other.
/// </summary>
public sealed record DescribeImageReferences : Ec2<ImageReferencePage>
{
    [Wire("ImageId")] public IReadOnlyList<string> ImageIds { get; init; } = [];
    public bool? IncludeAllResourceTypes { get; init; }
    [Wire("ResourceType")] public IReadOnlyList<ImageUseResourceType>? ResourceTypes { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
    public bool? DryRun { get; init; }
}

/// <summary>ResourceType: ec2:Instance, ec2:LaunchTemplate, ssm:Parameter, imagebuilder:ImageRecipe, imagebuilder:ContainerRecipe.</summary>
public sealed record ImageUseResourceType
{
    public string ResourceType { get; init; } = "";
    [Wire("ResourceTypeOption")] public IReadOnlyList<ImageUseOption>? Options { get; init; }
}

/// <summary>state-name of instances; version-depth of templates: 1 to 10,000, 10 by default.</summary>
public sealed record ImageUseOption(string OptionName, [property: Wire("OptionValue")] params string[] OptionValues);

public sealed record ImageReferencePage : IPage<ImageReference>
{
    [Wire("imageReferenceSet")] public IReadOnlyList<ImageReference> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record ImageReference
{
    public string ImageId { get; init; } = "";
    public string? ResourceType { get; init; }
    public string? Arn { get; init; }
}

/// <summary>
/// Begins a report of which other accounts use an image, and how much; it becomes available later. Instances of the last
/// 24 hours may be missing. One report an image may be pending, 2,000 an account.
/// </summary>
public sealed record CreateImageUsageReport : Ec2<CreateImageUsageReportResult>, IHasClientToken
{
    public string ImageId { get; init; } = "";
    /// <summary>ec2:Instance, ec2:LaunchTemplate.</summary>
    [Wire("ResourceType")] public IReadOnlyList<ImageUseResourceType> ResourceTypes { get; init; } = [];
    /// <summary>At most 200; null means all.</summary>
    [Wire("AccountId")] public IReadOnlyList<string>? AccountIds { get; init; }
    [Wire("TagSpecification")] public IReadOnlyList<TagSpecification>? TagSpecifications { get; init; }
    public string? ClientToken { get; init; }
    public bool? DryRun { get; init; }
}

public sealed record CreateImageUsageReportResult
{
    public string ReportId { get; init; } = "";
}

public sealed record DescribeImageUsageReports : Ec2<ImageUsageReportPage>
{
    [Wire("ImageId")] public IReadOnlyList<string>? ImageIds { get; init; }
    [Wire("ReportId")] public IReadOnlyList<string>? ReportIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record ImageUsageReportPage : IPage<ImageUsageReport>
{
    [Wire("imageUsageReportSet")] public IReadOnlyList<ImageUsageReport> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record ImageUsageReport
{
    public string ReportId { get; init; } = "";
    public string ImageId { get; init; } = "";
    /// <summary>pending, available, error.</summary>
    public string? State { get; init; }
    public string? StateReason { get; init; }
    public DateTimeOffset? CreationTime { get; init; }
    public DateTimeOffset? ExpirationTime { get; init; }
    [Wire("accountIdSet")] public IReadOnlyList<string> AccountIds { get; init; } = [];
    [Wire("tagSet")] public IReadOnlyList<Tag> Tags { get; init; } = [];
}

public sealed record DescribeImageUsageReportEntries : Ec2<ImageUsageReportEntryPage>
{
    [Wire("ImageId")] public IReadOnlyList<string>? ImageIds { get; init; }
    [Wire("ReportId")] public IReadOnlyList<string>? ReportIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record ImageUsageReportEntryPage : IPage<ImageUsageReportEntry>
{
    [Wire("imageUsageReportEntrySet")] public IReadOnlyList<ImageUsageReportEntry> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record ImageUsageReportEntry
{
    public string ReportId { get; init; } = "";
    public string ImageId { get; init; } = "";
    public string AccountId { get; init; } = "";
    public string? ResourceType { get; init; }
    public long UsageCount { get; init; }
    public DateTimeOffset? ReportCreationTime { get; init; }
}

public sealed record DeleteImageUsageReport : Ec2<Done>
{
    public string ReportId { get; init; } = "";
    public bool? DryRun { get; init; }
}

/// <summary>The image of each instance, told even when the image is gone. MaxResults 1 to 1000.</summary>
public sealed record DescribeInstanceImageMetadata : Ec2<InstanceImageMetadataPage>
{
    [Wire("InstanceId")] public IReadOnlyList<string>? InstanceIds { get; init; }
    [Wire("Filter")] public IReadOnlyList<Filter>? Filters { get; init; }
    public int? MaxResults { get; init; }
    public string? NextToken { get; init; }
}

public sealed record InstanceImageMetadataPage : IPage<InstanceImageMetadata>
{
    [Wire("instanceImageMetadataSet")] public IReadOnlyList<InstanceImageMetadata> Items { get; init; } = [];
    public string? NextToken { get; init; }
}

public sealed record InstanceImageMetadata
{
    public string InstanceId { get; init; } = "";
    [Wire("instanceState")] public InstanceState? State { get; init; }
    public DateTimeOffset? LaunchTime { get; init; }
    [Wire("instanceOwnerId")] public string? OwnerId { get; init; }
    [Wire("imageMetadata")] public ImageMetadata? Image { get; init; }
}

public sealed record ImageMetadata
{
    public string ImageId { get; init; } = "";
    public string? Name { get; init; }
    [Wire("imageOwnerId")] public string? OwnerId { get; init; }
    [Wire("imageState")] public string? State { get; init; }
    public DateTimeOffset? CreationDate { get; init; }
    public DateTimeOffset? DeprecationTime { get; init; }
    public bool? ImageAllowed { get; init; }
    public bool? IsPublic { get; init; }
}
