namespace AmiTools;

/// <summary>A request to copy an image to other targets.</summary>
public sealed record CopyRequest
{
    /// <summary>The destinations; their names, one or more.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>The image: an id, or <c>name@version</c>. It is looked for in all targets of the file.</summary>
    public required string Image { get; init; }

    /// <summary>True to encrypt the copies.</summary>
    public bool Encrypt { get; init; }

    /// <summary>The key of the copies, in the destination's account and Region; null means its default key.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>How long the copies may take; 2 hours by default.</summary>
    public TimeSpan CopyTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long the undo, and taking the share back, may take; 10 minutes by default.</summary>
    public TimeSpan UndoTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The folder in which run folders are made; null means <c>runs</c> beside the environments file.</summary>
    public string? RunsPath { get; init; }

    /// <summary>True to keep the journal in the run folder only, so that no other machine can repair the run.</summary>
    public bool LocalJournalOnly { get; init; }
}

/// <summary>What a copy is going to do, after all checks have passed and before anything is done.</summary>
public sealed record CopyPlan
{
    /// <summary>The request.</summary>
    public required CopyRequest Request { get; init; }

    /// <summary>The id of the run; the copies carry it until they are complete.</summary>
    public required string RunId { get; init; }

    /// <summary>The image that is copied.</summary>
    public required Ami Source { get; init; }

    /// <summary>Where to, in the order of the targets.</summary>
    public IReadOnlyList<CopyDestination> Destinations { get; init => field = Listed.Of(value); } = [];

    /// <summary>Where run folders are made.</summary>
    public required string RunsPath { get; init; }
}

/// <summary>Where an image is copied to.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="AccountId">The account, as STS has said it.</param>
/// <param name="Region">The Region.</param>
public sealed record CopyDestination(string Target, string AccountId, string Region);
