using System.Text.Json;

namespace AmiTools.Cmdlets.LocalClouds;

/// <summary>Why the command line's local cloud did not start, from the JSON lines of its standard error.</summary>
internal static class CloudFailure
{
    // The command line says what it is told by; here it is told by parameters.
    private static readonly (string Option, string Parameter)[] parameters =
    [
        ("--environments", "-EnvironmentsPath"), ("--account", "-Account"), ("--region", "-Region"), ("--images", "-ImageCount"), ("--port", "-Port"),
    ];

    /// <summary>The failure; null if the text tells of none.</summary>
    public static AmiToolsException? Of(string errors)
    {
        foreach (var line in errors.Split('\n').Where(l => l.StartsWith("{", StringComparison.Ordinal)))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (Text(json, "type") == "error" && Text(json, "errorId") is { } id && Text(json, "message") is { } message)
                    return new(id, Kind(Text(json, "kind")), InParameters(message), Text(json, "subject")) { RecommendedAction = Text(json, "nextStep") };
            }
            catch (JsonException)
            {
                // A line of something else; all of it is told.
            }
        }
        return null;
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static FailureKind Kind(string? kind) => Enum.TryParse<FailureKind>(kind, ignoreCase: true, out var known) ? known : kind == "badUsage" ? FailureKind.InvalidInput : FailureKind.ServiceFailed;

    private static string InParameters(string message) => parameters.Aggregate(message, (text, p) => text.Replace(p.Option, p.Parameter));
}
