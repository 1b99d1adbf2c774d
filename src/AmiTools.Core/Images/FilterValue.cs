namespace AmiTools.Core.Images;

/// <summary>Values of EC2's filters, in which <c>*</c>, <c>?</c> and <c>\</c> have a meaning.</summary>
public static class FilterValue
{
    /// <summary>The value that matches exactly this text.</summary>
    public static string Exactly(string text) => text.Replace("\\", "\\\\").Replace("*", "\\*").Replace("?", "\\?");
}
