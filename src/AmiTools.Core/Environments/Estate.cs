namespace AmiTools.Core.Environments;

/// <summary>The targets and environments that one file names.</summary>
public sealed record Estate
{
    /// <summary>The file; null where targets were given directly.</summary>
    public string? File { get; init; }

    /// <summary>In the order in which images are built.</summary>
    public IReadOnlyList<AmiTarget> Targets { get; init; } = [];

    /// <summary>The environments; where none are listed, each target is its own.</summary>
    public IReadOnlyList<AmiEnvironment> Environments { get; init; } = [];

    /// <summary>Branches that releases come from; none means the default branch.</summary>
    public IReadOnlyList<string> ReleaseBranches { get; init; } = [];

    /// <summary>Parameters that may differ between targets although an image is copied; null where the file does not say.</summary>
    public IReadOnlyList<string>? NetworkParameters { get; init; }
}
