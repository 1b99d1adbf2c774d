using System.Globalization;
using System.Text.Json;
using AmiTools.Core.Cleanup.Execution;

namespace AmiTools.Core.Cleanup;

/// <summary>
/// Reads a plan back from JSON, as <c>ConvertTo-Json</c> and <c>plan --json</c> write it, or from objects made of it. Only what
/// decides is read; all else is judged anew.
/// </summary>
public static class PlanDocument
{
    /// <summary>The rows in a file.</summary>
    /// <exception cref="AmiToolsException">PlanInvalid, PlanNotReadable.</exception>
    public static IReadOnlyList<CleanupRow> Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("PlanNotReadable", FailureKind.NotFound, $"The plan can't be read from {path}: {e.Message}", path, e);
        }
        return Parse(text, path);
    }

    /// <summary>The rows in a text.</summary>
    /// <param name="text">A JSON array of rows, or one row.</param>
    /// <param name="from">Where it comes from, for messages.</param>
    public static IReadOnlyList<CleanupRow> Parse(string text, string from)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) throw PlanChecks.Invalid($"{from} is no plan; expected a JSON array of rows.", from);
            return [.. (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root]).Select((r, i) => RowOf(Plain(r) as IReadOnlyDictionary<string, object?>, $"{from}, row {i + 1}"))];
        }
        catch (JsonException e)
        {
            throw PlanChecks.Invalid($"{from}:{(e.LineNumber ?? 0) + 1} is no JSON: {e.Message}", from);
        }
    }

    /// <summary>One row of its members by name.</summary>
    public static CleanupRow RowOf(IReadOnlyDictionary<string, object?>? members, string where)
    {
        var row = new Members(members ?? throw PlanChecks.Invalid($"{where} is no row of a plan; expected one of Get-AmiCleanupPlan.", where), where);
        var limits = row.Nested("Limits");
        return new()
        {
            PlanId = row.Text("PlanId"),
            ImageId = row.Text("ImageId"),
            Name = row.Text("Name"),
            Version = row.TextOrNull("Version"),
            Target = row.Text("Target"),
            AccountId = row.Text("AccountId"),
            Region = row.Text("Region"),
            Decision = row.Word<CleanupDecision>("Decision"),
            Reasons = row.Texts("Reasons"),
            SnapshotIds = row.Texts("SnapshotIds"),
            SizeGiB = (int)row.Number("SizeGiB"),
            Limits = new()
            {
                OlderThanDays = limits.Number("OlderThanDays"),
                NeverUsedOlderThanDays = limits.Number("NeverUsedOlderThanDays"),
                PrereleaseOlderThanDays = limits.Number("PrereleaseOlderThanDays"),
                KeepLatest = (int)limits.Number("KeepLatest"),
                ParameterHistory = (int)limits.Number("ParameterHistory"),
                Stage = limits.Word<CleanupStage>("Stage"),
                StageDays = limits.Number("StageDays"),
            },
        };
    }

    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.Null => null,
        _ => element.ToString(),
    };

    private static Dictionary<string, object?> Object(JsonElement element)
    {
        var members = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in element.EnumerateObject()) members[property.Name] = Plain(property.Value);
        return members;
    }

    private sealed class Members(IReadOnlyDictionary<string, object?> members, string where)
    {
        private readonly Dictionary<string, object?> all = members.GroupBy(m => m.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(m => m.Key, m => m.First().Value, StringComparer.OrdinalIgnoreCase);

        public string Text(string name) => TextOrNull(name) is { Length: > 0 } text ? text : throw Wrong(name, "a text");

        public string? TextOrNull(string name) => all.TryGetValue(name, out var value) ? value as string : null;

        public IReadOnlyList<string> Texts(string name) => all.TryGetValue(name, out var value) ? value switch
        {
            IEnumerable<object?> many => [.. many.OfType<string>()],
            string one => [one],
            _ => [],
        } : [];

        public double Number(string name)
        {
            try
            {
                return all.TryGetValue(name, out var value) && value is IConvertible and not string ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : throw Wrong(name, "a number");
            }
            catch (InvalidCastException)
            {
                throw Wrong(name, "a number");
            }
        }

        /// <summary>A word, or its number: <c>ConvertTo-Json</c> writes that.</summary>
        public T Word<T>(string name) where T : struct, Enum
        {
            all.TryGetValue(name, out var value);
            if (value is T itself) return itself;
            var text = value is string ? (string)value : value is IConvertible number ? number.ToString(CultureInfo.InvariantCulture) : "";
            return Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(typeof(T), word) ? word
                : throw Wrong(name, "one of " + string.Join(", ", Enum.GetNames(typeof(T))));
        }

        public Members Nested(string name) => all.TryGetValue(name, out var value) && value is IReadOnlyDictionary<string, object?> nested ? new(nested, $"{where}, {name}")
            : throw Wrong(name, "an object (ConvertTo-Json cuts it off without -Depth 5)");

        private AmiToolsException Wrong(string name, string expected) => PlanChecks.Invalid($"{where} is no row of a plan: {name} is {(all.TryGetValue(name, out var value) && value is not null ? $"'{Definitions.Shown.Name(value.ToString()!)}'" : "missing")}; expected {expected}.", where);
    }
}
