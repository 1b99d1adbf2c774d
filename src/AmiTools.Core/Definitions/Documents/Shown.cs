namespace AmiTools.Core.Definitions;

/// <summary>What a message shows of a file: enough to find it, and never a page of it.</summary>
internal static class Shown
{
    /// <summary>A name, or a value that is no secret.</summary>
    public static string Name(string? text) => text is null ? "" : text.Length <= 60 ? text : text.Substring(0, 57) + "...";

    /// <summary>The beginning of a text that may be a secret in the wrong place.</summary>
    public static string Beginning(string text) => text.Length <= 12 ? text : text.Substring(0, 12) + "...";
}
