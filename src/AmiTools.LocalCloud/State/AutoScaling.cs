namespace AmiTools.LocalCloud.State;

internal sealed class CloudLaunchConfiguration : Resource
{
    public override string Type => "launch-configuration";
    public required string Name { get; init; }
    public required string ImageId { get; init; }
    public string InstanceType { get; init; } = "t3.micro";
}

/// <summary>An Auto Scaling group. It launches nothing; its instances are those that were put into it.</summary>
internal sealed class CloudGroup : Resource
{
    public override string Type => "auto-scaling-group";
    public required string Name { get; init; }
    public GroupSource Source { get; set; } = new();
    public int MinSize { get; set; }
    public int MaxSize { get; set; }
    public int DesiredCapacity { get; set; }
    public string Subnets { get; set; } = "";
    public CloudWarmPool? WarmPool { get; set; }
    public List<GroupInstance> Instances { get; } = [];
}

/// <summary>What a group launches from: a configuration, a template, or a template with overrides (a mixed-instances policy).</summary>
internal sealed record GroupSource
{
    public string? LaunchConfiguration { get; init; }
    public TemplateReference? Template { get; init; }
    public bool IsMixed { get; init; }
    public IReadOnlyList<GroupOverride> Overrides { get; init; } = [];
}

internal sealed record GroupOverride(string? InstanceType, TemplateReference? Template, string? ImageId);

internal sealed record CloudWarmPool(int MinSize, int? MaxPrepared, string State);

internal sealed record GroupInstance(string InstanceId, bool IsWarm, TemplateReference? Template, string? LaunchConfiguration);
