using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AmiTools.Core.Journal;

/// <summary>A journal as text: for people in the run folder, and compact in Parameter Store, where a value is paid for by its size.</summary>
internal static class JournalText
{
    // A parameter of the standard tier holds so much, one of the advanced tier so much (Systems Manager, "Parameter tiers").
    public const int StandardSize = 4096;
    public const int AdvancedSize = 8192;
    private const int LongestReason = 200;

    private static readonly JsonSerializerOptions Form = Options(writeIndented: true);
    private static readonly JsonSerializerOptions Dense = Options(writeIndented: false);

    public static void Write(Stream stream, PairJournal journal) => JsonSerializer.Serialize(stream, journal, Form);

    /// <summary>The journal for the store of one target, as short as it has to be.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="target">The member that keeps its details longest: the others have them in their own targets' copies.</param>
    /// <exception cref="AmiToolsException">It is too long whatever is left out.</exception>
    public static string Compact(PairJournal journal, string target)
    {
        PairJournal[] forms =
        [
            journal,
            journal with { Members = [.. journal.Members.Select(m => m.Target == target ? m : m with { Seen = new SeenResources(), Leftovers = Short(m.Leftovers) })] },
            journal with
            {
                Failure = Short(journal.Failure),
                Members = [.. journal.Members.Select(m => m.Target == target ? m with { Leftovers = Short(m.Leftovers) } : m with { Seen = new SeenResources(), Leftovers = [] })],
            },
        ];
        string text = "";
        foreach (var form in forms)
        {
            text = JsonSerializer.Serialize(form, Dense);
            if (text.Length <= StandardSize) return text;
        }
        return text.Length <= AdvancedSize ? text : throw new AmiToolsException("JournalTooLong", FailureKind.InvalidInput,
            $"The journal of {journal.Definition} {journal.Version} has {text.Length} characters, and Parameter Store keeps {AdvancedSize}. Keep it in the run folder only (the local journal), or build fewer targets at once.", journal.PairId);
    }

    /// <summary>Reads a journal.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it comes from, for messages.</param>
    /// <exception cref="JsonException">It is no journal.</exception>
    /// <exception cref="AmiToolsException">This version does not understand it.</exception>
    public static PairJournal Read(string text, string place)
    {
        var journal = JsonSerializer.Deserialize<PairJournal>(text, Form) ?? throw new JsonException("The document is null.");
        return journal.Format == 1
            ? journal
            : throw new AmiToolsException("JournalFormatUnknown", FailureKind.InvalidInput,
                $"{place}: the journal has format {journal.Format}, and this version of AmiTools reads format 1. Use the version that wrote it, or a newer one.", place);
    }

    private static IReadOnlyList<string> Short(IReadOnlyList<string> texts) => [.. texts.Take(10).Select(t => Short(t)!)];

    private static string? Short(string? text) => text is { Length: > LongestReason } ? text.Substring(0, LongestReason) : text;

    private static JsonSerializerOptions Options(bool writeIndented)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = writeIndented ? JsonIgnoreCondition.WhenWritingNull : JsonIgnoreCondition.WhenWritingDefault,
            // It is read by people; it never becomes part of a web page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = writeIndented,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        };
        if (!writeIndented) options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmptyLists } };
        return options;
    }

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(p.PropertyType)))
            property.ShouldSerialize = (_, value) => value is IEnumerable items && items.Cast<object>().Any();
    }
}
