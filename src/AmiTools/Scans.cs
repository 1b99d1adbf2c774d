namespace AmiTools;

/// <summary>What a scan wrote, or would write, on one image.</summary>
public sealed record ScannedImage
{
    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>The image definition's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>The target it is in.</summary>
    public required string Target { get; init; }

    /// <summary>Used, not used, or unknown.</summary>
    public required UseState State { get; init; }

    /// <summary>Everything that uses it.</summary>
    public IReadOnlyList<ImageUse> UsedBy { get; init => field = Listed.Of(value); } = [];

    /// <summary>The tag <c>LastUsed</c> after this run, as it is on the image.</summary>
    public string? LastUsed { get; init; }

    /// <summary>The tag <c>LastUsedRuntime</c> after this run, as it is on the image.</summary>
    public string? LastUsedRuntime { get; init; }

    /// <summary>True if this run wrote <see cref="LastUsed"/>, or would.</summary>
    public bool IsLastUsedWritten { get; init; }

    /// <summary>True if this run wrote <see cref="LastUsedRuntime"/>, or would: every required source has answered.</summary>
    public bool IsHeartbeatWritten { get; init; }

    /// <summary>Why there is no heartbeat, or no tag: unknown required sources, refused tags, an image that is gone.</summary>
    public IReadOnlyList<string> Problems { get; init => field = Listed.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{ImageId}: {State}";
}

/// <summary>A scan of the fleet.</summary>
public sealed record ScanResult
{
    /// <summary>The one time that all tags of this run carry.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True if nothing was written.</summary>
    public bool IsWhatIf { get; init; }

    /// <summary>The images, in the order of their targets.</summary>
    public IReadOnlyList<ScannedImage> Images { get; init => field = Listed.Of(value); } = [];

    /// <summary>Everything that kept the scan from being complete, each once.</summary>
    public IReadOnlyList<string> Problems { get; init => field = Listed.Of(value); } = [];

    /// <summary>How many images are used.</summary>
    public int Used => Images.Count(i => i.State == UseState.Used);

    /// <summary>How many were given their heartbeat, or would be.</summary>
    public int Heartbeats => Images.Count(i => i.IsHeartbeatWritten);

    /// <inheritdoc/>
    public override string ToString() => $"{Counted.Of(Images.Count, "image")} scanned: {Used} used, {Heartbeats} with a heartbeat, {Images.Count - Heartbeats} without{(IsWhatIf ? " (nothing was written)" : "")}";
}

/// <summary>A scan to make.</summary>
public sealed record ScanRequest
{
    /// <summary>Whose images are scanned and tagged. The sources are read in all targets of the file.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>True to write nothing.</summary>
    public bool WhatIf { get; init; }

    /// <summary>How the sources are asked.</summary>
    public UsageOptions Options { get; init; } = new();
}
