namespace AmiTools.Core.Completion;

/// <summary>A value that would fit where the user is typing.</summary>
/// <param name="Value">The value, as it is.</param>
/// <param name="About">A line about it.</param>
public sealed record Suggestion(string Value, string About);
