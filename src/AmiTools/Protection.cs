namespace AmiTools;

/// <summary>Images to pin, so that no cleanup takes them.</summary>
public sealed record PinRequest
{
    /// <summary>Where they are looked for.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>Ids, or name@version.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Why: what uses them, such as something outside AWS. At most 150 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>When the pin ends; null means never. A day at midnight UTC counts to its end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who pins them; null means the user of this session.</summary>
    public string? By { get; init; }

    /// <summary>True to take the pins off.</summary>
    public bool Remove { get; init; }
}

/// <summary>An image with its pin.</summary>
public sealed record PinnedImage
{
    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>The image definition's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>The target it is in.</summary>
    public required string Target { get; init; }

    /// <summary>The tag <c>AmiTools:Pinned</c> as it is to be; null where there is none.</summary>
    public string? Pinned { get; init; }

    /// <summary>The tag before.</summary>
    public string? PinnedBefore { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ImageId} ({Name}{(Version is null ? "" : " " + Version)}, {Target}): {Pinned ?? "not pinned"}";
}

/// <summary>Images to bring back.</summary>
public sealed record RestoreRequest
{
    /// <summary>Where they are looked for.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>Ids, or name@version; what is in the Recycle Bin is found by its id only.</summary>
    public required IReadOnlyList<string> Images { get; init; }
}

/// <summary>An image to bring back, or that was brought back.</summary>
public sealed record RestoredImage
{
    /// <summary>The image's id.</summary>
    public required string ImageId { get; init; }

    /// <summary>Its name, as far as it is known.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>The target it is in.</summary>
    public required string Target { get; init; }

    /// <summary>What is done: enabled, no longer deprecated, from the Recycle Bin, its mark taken off. Empty if nothing is to be done.</summary>
    public IReadOnlyList<string> Steps { get; init => field = Listed.Of(value); } = [];

    /// <summary>Who can launch it again; known when it is done.</summary>
    public IReadOnlyList<string> SharedWith { get; init => field = Listed.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{ImageId} ({Name}{(Version is null ? "" : " " + Version)}, {Target}): {(Steps.Count == 0 ? "nothing to restore" : string.Join(", ", Steps))}";
}
