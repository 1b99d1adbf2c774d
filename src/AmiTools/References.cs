namespace AmiTools;

/// <summary>Where an environment names its images, as its <c>references</c> in the environments file say.</summary>
public sealed record ReferenceSource
{
    /// <summary>A file, relative to the environments file; <c>*</c> and <c>?</c> may stand in its name. Null for a parameter.</summary>
    public string? File { get; init; }

    /// <summary>A parameter of the target's Parameter Store. Null for a file.</summary>
    public string? Parameter { get; init; }

    /// <summary>The name of the image that is named there; null means: of the image that the id has.</summary>
    public string? Image { get; init; }

    /// <summary>The line in the environments file.</summary>
    public int Line { get; init; }
}

/// <summary>Which references are meant.</summary>
public record ReferenceRequest
{
    /// <summary>The environments file. Targets follow from the environments.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>Names of environments; none means all.</summary>
    public IReadOnlyList<string> Environments { get; init => field = Listed.Of(value); } = [];

    /// <summary>The image's name; null means any.</summary>
    public string? Name { get; init; }

    /// <summary>True to read the files only: nothing is asked of AWS, so parameters, names and versions stay unknown.</summary>
    public bool FilesOnly { get; init; }
}

/// <summary>What an image that a reference names is good for.</summary>
public enum ReferenceStatus
{
    /// <summary>Not asked.</summary>
    Unknown,
    /// <summary>It is there, complete and available.</summary>
    Usable,
    /// <summary>The target has no such image: it was deregistered, or belongs to another Region or account.</summary>
    Missing,
    /// <summary>Its pair is not complete.</summary>
    Incomplete,
    /// <summary>It is pending, failed, disabled or else not available.</summary>
    Unavailable,
    /// <summary>It can be used, but is no image of AmiTools, such as a public one.</summary>
    Foreign,
}

/// <summary>A place that names an image.</summary>
public sealed record AmiReference
{
    /// <summary>The environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Its target.</summary>
    public required string Target { get; init; }

    /// <summary>The file, its full path; null for a parameter.</summary>
    public string? File { get; init; }

    /// <summary>The line in the file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the line, from 1, in characters.</summary>
    public int? Column { get; init; }

    /// <summary>The parameter of Parameter Store; null for a file.</summary>
    public string? Parameter { get; init; }

    /// <summary>What the id is the value of, such as <c>Parameters.ImageId.Default</c>.</summary>
    public string Key { get; init; } = "";

    /// <summary>How the place was read: json, yaml, tfvars, conf, text, cloudformation, parameter.</summary>
    public required string Format { get; init; }

    /// <summary>The image's id as it stands there.</summary>
    public required string ImageId { get; init; }

    /// <summary>The image definition's name: as declared, else the image's own.</summary>
    public string? Name { get; init; }

    /// <summary>The image's version.</summary>
    public string? Version { get; init; }

    /// <summary>What the image is good for.</summary>
    public ReferenceStatus Status { get; init; }

    /// <summary>The place in one word: file and line, or the parameter.</summary>
    public string Place => File is null ? $"parameter {Parameter}" : $"{File}:{Line}";

    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {ImageId}";
}

/// <summary>A request to point environments at a version.</summary>
public sealed record SetReferenceRequest : ReferenceRequest
{
    /// <summary>The version; null means: back to the one before.</summary>
    public string? Version { get; init; }

    /// <summary>True to copy the image to a target that does not have it, from one that has.</summary>
    public bool CopyIfMissing { get; init; }

    /// <summary>True to allow a prerelease.</summary>
    public bool IncludePrerelease { get; init; }
}

/// <summary>A reference and what it is to name.</summary>
public sealed record ReferenceChange
{
    /// <summary>The place, and what it names now.</summary>
    public required AmiReference Reference { get; init; }

    /// <summary>The image that it is to name; null while its copy is not made.</summary>
    public string? ImageId { get; init; }

    /// <summary>That image's version.</summary>
    public required string Version { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Reference.Place}: {Reference.ImageId} ({Reference.Version ?? Reference.Status.ToString().ToLowerInvariant()}) -> {ImageId ?? "a copy"} ({Version})";
}

/// <summary>What a promotion, or a way back, is going to change.</summary>
public sealed record ReferencePlan
{
    /// <summary>The request.</summary>
    public required SetReferenceRequest Request { get; init; }

    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version of each environment, by its name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The image of each environment, by its name; those to be copied are not in it.</summary>
    public required IReadOnlyDictionary<string, string> Images { get; init; }

    /// <summary>What changes; places that are right already are not in it.</summary>
    public IReadOnlyList<ReferenceChange> Changes { get; init => field = Listed.Of(value); } = [];
}

/// <summary>A request to check references.</summary>
public sealed record ReferenceCheckRequest : ReferenceRequest
{
    /// <summary>The version that all are to name; null means: the newest that any of them names.</summary>
    public string? Version { get; init; }
}

/// <summary>A reference that was checked.</summary>
public sealed record ReferenceCheck
{
    /// <summary>The place and what it names.</summary>
    public required AmiReference Reference { get; init; }

    /// <summary>The version that it should name; null where there is nothing to compare it with.</summary>
    public string? ExpectedVersion { get; init; }

    /// <summary>That version's image in the target; null if it has none, or none is needed.</summary>
    public string? ExpectedImageId { get; init; }

    /// <summary>What is wrong; null if nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>True if nothing is wrong.</summary>
    public bool IsOk => Problem is null;

    /// <inheritdoc/>
    public override string ToString() => $"{Reference.Place}: [{Reference.Environment}] {Problem ?? "in order"}";
}
