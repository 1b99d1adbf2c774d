using System.Text.Json;
using Amazon.Runtime.Internal;

namespace AmiTools.Aws;

/// <summary>Systems Manager and Key Management Service: JSON 1.1.</summary>
internal sealed record JsonService(string Id, string Prefix, string Version, string Target) : Service(Id, Prefix, Version)
{
    public override void Write(string action, object parameters, IRequest request)
    {
        request.Headers["X-Amz-Target"] = $"{Target}.{action}";
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        request.Content = JsonSerializer.SerializeToUtf8Bytes(parameters, parameters.GetType(), Json.Options);
    }

    public override T Read<T>(string action, Stream body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json.Options) ?? throw new InvalidBodyException("the answer is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidBodyException("the answer is not complete JSON", e);
        }
    }

    public override WireError? ReadError(byte[] body, Func<string, string?> header)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("__type", out var type)) return null;
            var code = type.GetString() ?? "";
            var message = document.RootElement.EnumerateObject().FirstOrDefault(p => string.Equals(p.Name, "message", StringComparison.OrdinalIgnoreCase)).Value;
            return new(code.Substring(code.IndexOf('#') + 1), message.ValueKind == JsonValueKind.String ? message.GetString()! : "no message", header("x-amzn-RequestId"));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
