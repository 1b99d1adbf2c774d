using System.Text.RegularExpressions;

namespace AmiTools.Core.Definitions;

/// <summary>A template's text with its expressions filled in, as far as they can be known before Packer runs.</summary>
/// <param name="Value">The text; null if it can't be known.</param>
/// <param name="Unknown">The expression that can't be known.</param>
public sealed record FilledText(string? Value, string? Unknown);

/// <summary>Fills in user variables (JSON) and variables and locals (HCL2).</summary>
public static class TemplateText
{
    private static readonly Regex action = new(@"\{\{\s*(.*?)\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    private static readonly Regex user = new(@"^user\s+[`""]([^`""]+)[`""](\s*\|\s*clean_resource_name)?$", RegexOptions.CultureInvariant);
    private static readonly Regex expression = new(@"\$\{\s*(.*?)\s*\}", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    private static readonly Regex reference = new(@"^(var|local)\.([A-Za-z_][A-Za-z0-9_-]*)$", RegexOptions.CultureInvariant);

    // No name, tag or setting that is asked for here is longer.
    private const int Longest = 4096;

    /// <param name="template">The template, for defaults and locals.</param>
    /// <param name="text">The text with its expressions.</param>
    /// <param name="values">Values that Packer will be handed.</param>
    public static FilledText Fill(PackerTemplate template, string text, IReadOnlyDictionary<string, string> values) => Fill(template, text, values, new Budget(), 0);

    /// <summary>How much may still be filled in: defaults and locals that name each other grow without end.</summary>
    private sealed class Budget
    {
        public int Texts { get; set; } = 500;
    }

    private static FilledText Fill(PackerTemplate template, string text, IReadOnlyDictionary<string, string> values, Budget budget, int depth)
    {
        if (text.Length > Longest) return new(null, $"more than {Longest} characters");
        if (depth > 16 || --budget.Texts < 0) return new(null, "expressions that name each other without end");
        string? unknown = null;
        string? Value(string name)
        {
            if (values.TryGetValue(name, out var value)) return value;
            if (template.Variables.FirstOrDefault(v => v.Name == name)?.Default is not { } byDefault) return null;
            var inner = Fill(template, byDefault, values, budget, depth + 1);
            unknown ??= inner.Unknown;
            return inner.Value;
        }

        var filled = action.Replace(text, match =>
        {
            var inside = user.Match(match.Groups[1].Value);
            var value = inside.Success ? Value(inside.Groups[1].Value) : null;
            if (value is null) unknown ??= match.Value;
            return inside.Groups[2].Success && value is not null ? Regex.Replace(value, @"[^A-Za-z0-9()\[\] ./\-'@_]", "-") : value ?? match.Value;
        });
        if (template.Format == TemplateFormat.Hcl2)
        {
            filled = expression.Replace(filled, match =>
            {
                var inside = reference.Match(match.Groups[1].Value);
                string? value = null;
                if (inside.Success && inside.Groups[1].Value == "var") value = Value(inside.Groups[2].Value);
                else if (inside.Success && template.Locals.TryGetValue(inside.Groups[2].Value, out var local))
                {
                    var inner = Fill(template, local, values, budget, depth + 1);
                    unknown ??= inner.Unknown;
                    value = inner.Value;
                }
                if (value is null) unknown ??= match.Value;
                return value ?? match.Value;
            });
        }
        return unknown is null ? new(filled, null) : new(null, unknown);
    }
}
