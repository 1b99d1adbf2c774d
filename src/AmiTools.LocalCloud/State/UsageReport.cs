namespace AmiTools.LocalCloud.State;

/// <summary>Who else uses an image: counted when the report is asked for, shown when it is available.</summary>
internal sealed class CloudUsageReport : Resource
{
    public override string Type => "image-usage-report";
    public required string ImageId { get; init; }
    public required DateTimeOffset AvailableAt { get; init; }
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];
    public IReadOnlyList<string> AccountIds { get; init; } = [];
    public IReadOnlyList<UsageEntry> Entries { get; init; } = [];
    public string? ClientToken { get; init; }

    public DateTimeOffset Expires => Created.AddDays(30);

    public string State(DateTimeOffset now) => now < AvailableAt ? "pending" : "available";
}

internal sealed record UsageEntry(string AccountId, string ResourceType, int Count);
