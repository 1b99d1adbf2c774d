namespace AmiTools.Core.Pointers.Formats;

/// <summary>What CloudFormation's files say in their own way: parameters as pairs of two members, and lists of what is allowed.</summary>
internal static class CloudFormation
{
    private const string KeyName = "ParameterKey", ValueName = "ParameterValue";

    /// <summary>True for a template, and for both shapes of parameter files: a list of pairs, and a map 'Parameters'.</summary>
    public static bool Is(IReadOnlyList<TextValue> values) =>
        values.Any(v => v.Path.Count > 0 && (v.Path[0] is "AWSTemplateFormatVersion" or "Resources" || v.Path[v.Path.Count - 1] == KeyName || (v.Path[0] == "Parameters" && v.Path.Count == 2)));

    /// <summary>The values that may name an image, each with its parameter's name.</summary>
    public static IEnumerable<TextValue> Named(IReadOnlyList<TextValue> values, string text)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values.Where(v => Last(v) == KeyName)) names[Parent(value)] = text.Substring(value.Start, value.End - value.Start);
        foreach (var value in values)
        {
            // What is allowed is a list to choose from, and names nothing.
            if (value.Path.Count > 2 && value.Path[0] == "Parameters" && value.Path[2] == "AllowedValues") continue;
            yield return Last(value) == ValueName && names.TryGetValue(Parent(value), out var name) ? value with { Path = [name] } : value;
        }
    }

    private static string? Last(TextValue value) => value.Path.Count > 0 ? value.Path[value.Path.Count - 1] : null;

    private static string Parent(TextValue value) => string.Join("\n", value.Path.Take(value.Path.Count - 1));
}
