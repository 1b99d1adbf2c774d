using System.Text.Json;
using System.Text.Json.Serialization;
using AmiTools.Tests;

namespace AmiTools.LocalCloud.Tests.Clients;

/// <summary>A call of the AWS SDK for JavaScript; a text <c>$1.Images.0.ImageId</c> is taken from the answer of call 1.</summary>
internal sealed record SdkCall(string Action, object? Input = null, string Client = "ec2");

/// <summary>The AWS SDK for JavaScript, which knows actions that Debian's AWS CLI does not.</summary>
internal static class JavaScriptSdk
{
    private static readonly JsonSerializerOptions json = new() { PropertyNamingPolicy = null, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The answers, or <c>{ error, message, status }</c>, in the order of the calls.</summary>
    public static IReadOnlyList<JsonElement> Call(LocalCloudServer cloud, CloudAccount account, params SdkCall[] calls)
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = account.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey,
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        var list = JsonSerializer.Serialize(calls.Select(c => new { client = c.Client, action = c.Action, input = c.Input }), json);
        return [.. JsonDocument.Parse(JavaScript.Run("calls.mjs", environment, cloud.Url.ToString(), list)).RootElement.EnumerateArray()];
    }

    public static string? Text(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? [.. value.EnumerateArray()] : throw new KeyNotFoundException($"no {name} in {element}");
}
