namespace AmiTools.LocalCloud.State;

/// <summary>A Spot request. There is no Spot capacity here: it stays open until it is cancelled.</summary>
internal sealed class CloudSpotRequest : Resource
{
    public override string Type => "spot-instances-request";
    public required string ImageId { get; init; }
    public string InstanceType { get; init; } = "t3.micro";
    public bool IsPersistent { get; init; }
    public string State { get; set; } = "open";
    public string? ClientToken { get; init; }
}

/// <summary>What Spot Fleets and EC2 Fleets have both.</summary>
internal abstract class AnyFleet : Resource
{
    public IReadOnlyList<FleetTemplate> Templates { get; init; } = [];
    public int TargetCapacity { get; init; }
    public string State { get; set; } = "active";
    public string? ClientToken { get; init; }
}

/// <summary>A Spot Fleet request: images by launch specifications or by templates.</summary>
internal sealed class CloudSpotFleet : AnyFleet
{
    public override string Type => "spot-fleet-request";
    public IReadOnlyList<SpotSpecification> Specifications { get; init; } = [];
    public string Role { get; init; } = "";
}

internal sealed record SpotSpecification(string ImageId, string? InstanceType);

/// <summary>An EC2 Fleet: maintain, request or instant.</summary>
internal sealed class CloudFleet : AnyFleet
{
    public override string Type => "fleet";
    public required string Kind { get; init; }
}

/// <summary>A template, and what takes its values' place for some instance types.</summary>
internal sealed record FleetTemplate(TemplateReference Template, IReadOnlyList<FleetOverride> Overrides);

internal sealed record FleetOverride(string? InstanceType, string? ImageId);
