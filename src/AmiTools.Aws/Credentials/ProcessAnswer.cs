using System.Globalization;
using System.Text.Json;

namespace AmiTools.Aws;

/// <summary>What a <c>credential_process</c> prints: JSON of Version 1 (AWS SDKs and Tools Reference Guide, "Process credential provider").</summary>
internal static class ProcessAnswer
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is not that; the message has nothing of the text, which may be secret.</exception>
    public static AwsKeys Read(string output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new FormatException("its output is no JSON object");
            if (!root.TryGetProperty("Version", out var version)) throw new FormatException("its JSON has no \"Version\"; expected 1");
            if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != 1) throw new FormatException("its JSON has another \"Version\" than the number 1");
            return new(
                Text(root, "AccessKeyId") ?? throw new FormatException("its JSON has no \"AccessKeyId\""),
                Text(root, "SecretAccessKey") ?? throw new FormatException("its JSON has no \"SecretAccessKey\""),
                Text(root, "SessionToken"),
                Text(root, "Expiration") is { } expires ? Time(expires) : null);
        }
        catch (JsonException)
        {
            throw new FormatException(output.Trim().Length == 0 ? "it printed nothing; expected JSON" : "its output is no JSON");
        }
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.String) throw new FormatException($"its \"{name}\" is no text");
        return value.GetString() is { Length: > 0 } text ? text : null;
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException("its \"Expiration\" is no time of ISO 8601");
}
