using System.Text.Json;
using System.Text.Json.Serialization;

namespace AmiTools.Aws;

/// <summary>JSON 1.1 bodies (SSM).</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new EpochSeconds() },
    };
    sealed class EpochSeconds : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => DateTimeOffset.FromUnixTimeMilliseconds((long)(r.GetDouble() * 1000));
        public override void Write(Utf8JsonWriter w, DateTimeOffset v, JsonSerializerOptions o) => w.WriteNumberValue(v.ToUnixTimeMilliseconds() / 1000.0);
    }
}
