using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows parameters, the targets side by side.</summary>
internal static class ParameterView
{
    public static void Show(Screen screen, IReadOnlyList<AmiParameter> parameters)
    {
        foreach (var definition in parameters.GroupBy(p => p.Definition, StringComparer.Ordinal))
        {
            var targets = definition.Select(p => p.Target).Distinct(StringComparer.Ordinal).ToArray();
            screen.Heading(definition.Key);
            screen.Table(new(
                ["parameter", .. targets, "from"],
                [.. definition.GroupBy(p => p.Name, StringComparer.Ordinal).Select(p => Row(p.Key, [.. p], targets))]));
        }
        if (parameters.Count == 0) screen.Line("No parameter matches.");
    }

    private static string?[] Row(string name, IReadOnlyList<AmiParameter> values, IReadOnlyList<string> targets)
    {
        var byTarget = targets.Select(t => values.FirstOrDefault(v => v.Target == t)).ToArray();
        var origins = byTarget.OfType<AmiParameter>().Select(Origin).Distinct(StringComparer.Ordinal);
        return [name, .. byTarget.Select(v => v is null ? "" : v.Value.Length == 0 ? "(empty)" : v.Value), string.Join(" | ", origins)];
    }

    private static string Origin(AmiParameter value)
    {
        var place = value.File is null ? value.Level : value.Line is null ? Short(value.File) : $"{Short(value.File)}:{value.Line}";
        return value.IsPassed ? place : place + " (not passed)";
    }

    /// <summary>The end of a path that tells the file among those of the hierarchy: <c>common/conf/dev.conf</c>.</summary>
    private static string Short(string file) => string.Join('/', file.Split('/', '\\')[^Math.Min(3, file.Split('/', '\\').Length)..]);
}
