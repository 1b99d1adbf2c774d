using System.Text.RegularExpressions;
using AmiTools.Core.Pointers.Formats;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Pointers;

/// <summary>A place in a file.</summary>
/// <param name="Offset">Where the id begins, in bytes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Path">The keys that lead to it.</param>
/// <param name="ImageId">The id.</param>
/// <param name="Marked">The image's name as a comment has it.</param>
internal sealed record FilePlace(int Offset, int Line, int Column, IReadOnlyList<string> Path, string ImageId, string? Marked)
{
    public string Key => string.Join(".", Path).Replace(".[", "[");
}

/// <summary>All places of one file, and how it was read.</summary>
internal sealed record FilePlaces(string Format, IReadOnlyList<FilePlace> Places);

/// <summary>
/// Finds the places in a text that name an image. A pure function. In a format that is known, a value names an image if it is
/// the id and nothing else, or a list of ids; elsewhere, and in longer values, a comment has to say so.
/// </summary>
internal static class FindPlaces
{
    // Before or after an id: KEY=, an ARN, quotes, and what separates the members of a list.
    private static readonly Regex around = new(@"^\s*(?:[A-Za-z_][\w.-]*=)?[""'\[\s,;]*(?:arn:aws[a-z-]*:ec2:[a-z0-9-]*:[0-9]*:image/)?[""'\]\s,;]*\z", RegexOptions.CultureInvariant);

    /// <exception cref="WrongFormatException">The file is not what its name says.</exception>
    public static FilePlaces In(ReferenceText file, string name)
    {
        var ids = ImageIds.PlacesIn(file.Text).Where(m => IsWord(file.Text, m)).ToList();
        var format = FormatOf(name);
        if (ids.Count == 0) return new(format, []);
        IReadOnlyList<TextValue> values = [.. Values(format, file.Text)];
        if (format is "json" or "yaml" && CloudFormation.Is(values)) (format, values) = ("cloudformation", [.. CloudFormation.Named(values, file.Text)]);
        var idLines = new HashSet<int>(ids.Select(m => file.PositionOf(m.Index).Line));
        return new(format, [.. ids.Select(m => Place(file, m, values, idLines)).OfType<FilePlace>()]);
    }

    /// <summary>As a file's name tells it.</summary>
    public static string FormatOf(string name)
    {
        var extension = Path.GetExtension(name).ToLowerInvariant();
        return extension switch
        {
            ".json" => "json",
            ".yaml" or ".yml" => "yaml",
            ".tfvars" => "tfvars",
            ".conf" or ".env" or ".properties" or ".ini" => "conf",
            _ => "text",
        };
    }

    private static IEnumerable<TextValue> Values(string format, string text) => format switch
    {
        "json" => JsonValues.In(text),
        "yaml" => YamlValues.In(text),
        "tfvars" => TfvarsValues.In(text),
        "conf" => ConfValues.In(text),
        _ => [],
    };

    private static FilePlace? Place(ReferenceText file, Match id, IReadOnlyList<TextValue> values, HashSet<int> idLines)
    {
        var (line, column) = file.PositionOf(id.Index);
        var marker = Marker.In(file.Line(line)) ?? (idLines.Contains(line - 1) ? null : Marker.In(file.Line(line - 1)));
        if (marker is { Ignores: true }) return null;
        var value = ValueAt(values, id.Index);
        if (marker is null && (value is null || !IsNothingElse(file.Text, value))) return null;
        return new(file.ByteAt(id.Index), line, column, value?.Path ?? [], id.Value, marker?.Image);
    }

    /// <summary>Values come in the order of the text.</summary>
    private static TextValue? ValueAt(IReadOnlyList<TextValue> values, int index)
    {
        var (low, high) = (0, values.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (values[middle].End <= index) low = middle + 1;
            else if (values[middle].Start > index) high = middle - 1;
            else return values[middle];
        }
        return null;
    }

    private static bool IsNothingElse(string text, TextValue value)
    {
        var content = text.Substring(value.Start, value.End - value.Start);
        return ImageIds.Without(content).All(around.IsMatch);
    }

    /// <summary>An id within a longer word or path is none: <c>backup_ami-…</c>, <c>ami-….log</c>.</summary>
    private static bool IsWord(string text, Match id)
    {
        var (before, after) = (id.Index - 1, id.Index + id.Length);
        if (before >= 0 && (text[before] is '_' or '.' || char.IsLetterOrDigit(text[before]) || (text[before] == '/' && !EndsWith(text, before, "image/")))) return false;
        if (after >= text.Length) return true;
        return text[after] is not ('_' or '-' or '/' or '\\') && !char.IsLetterOrDigit(text[after]) && !(text[after] == '.' && after + 1 < text.Length && char.IsLetterOrDigit(text[after + 1]));
    }

    private static bool EndsWith(string text, int last, string word) => last + 1 >= word.Length && string.CompareOrdinal(text, last + 1 - word.Length, word, 0, word.Length) == 0;
}
