namespace AmiTools.Core.Completion;

/// <summary>What has been typed so far.</summary>
public sealed record SuggestionRequest
{
    /// <summary>The beginning of the value; empty means all.</summary>
    public string Word { get; init; } = "";

    /// <summary>The targets that the rest of the command names.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>The names of images that the rest of the command gives.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How long it may take.</summary>
    public TimeSpan Limit { get; init; } = Gathering.Longest;

    internal bool Fits(string value) => value.StartsWith(Word, StringComparison.OrdinalIgnoreCase);
}
