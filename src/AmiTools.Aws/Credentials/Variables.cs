namespace AmiTools.Aws;

internal static class Variables
{
    /// <summary>The variable's value, null if it is not set or empty.</summary>
    public static string? Value(this IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
