using System.Text.Json;

namespace AmiTools.Cli.Lambda;

/// <summary>One thing to do, as Lambda's Runtime API gives it ("Using the Lambda runtime API for custom runtimes", AWS Lambda Developer Guide).</summary>
/// <param name="RequestId">Lambda-Runtime-Aws-Request-Id.</param>
/// <param name="Deadline">Lambda-Runtime-Deadline-Ms: when the function is killed.</param>
/// <param name="Event">The event's JSON.</param>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string Event)
{
    /// <summary>More arguments of the command: <c>{"arguments":["--target","prod"]}</c>. Any other event, such as EventBridge's own, has none.</summary>
    /// <exception cref="AmiToolsException">EventInvalid.</exception>
    public IReadOnlyList<string> Arguments()
    {
        try
        {
            using var document = JsonDocument.Parse(Event.Length == 0 ? "{}" : Event);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("arguments", out var arguments)) return [];
            if (arguments.ValueKind == JsonValueKind.Array && arguments.EnumerateArray().All(a => a.ValueKind == JsonValueKind.String)) return [.. arguments.EnumerateArray().Select(a => a.GetString()!)];
        }
        catch (JsonException)
        {
            // Told below.
        }
        throw new AmiToolsException("EventInvalid", FailureKind.InvalidInput, "The event is not understood; expected JSON such as {\"arguments\":[\"--target\",\"prod\"]}, or an event without 'arguments'. Nothing was done.", RequestId);
    }
}
