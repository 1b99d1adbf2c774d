namespace AmiTools.LocalCloud.Http;

internal static class Actions
{
    /// <summary>True if the action changes nothing; AWS's names say it.</summary>
    public static bool IsRead(string action) => action.StartsWith("Describe", StringComparison.Ordinal) || action.StartsWith("List", StringComparison.Ordinal) || action.StartsWith("Get", StringComparison.Ordinal);
}
