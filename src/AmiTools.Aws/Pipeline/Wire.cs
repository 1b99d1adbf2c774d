using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace AmiTools.Aws;

/// <summary>Query requests: a record's properties flattened to <c>Filter.1.Value.2</c> parameters.</summary>
internal static class Query
{
    static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> shapes = new();

    /// <summary><paramref name="beforeIndex"/> stands between a list's name and an item's number.</summary>
    public static void Flatten(object record, Action<string, string> add, string beforeIndex = ".", string prefix = "")
    {
        foreach (var (name, property) in shapes.GetOrAdd(record.GetType(), Members))
            Put(prefix + name, property.GetValue(record), add, beforeIndex);
    }

    static void Put(string key, object? value, Action<string, string> add, string beforeIndex)
    {
        switch (value)
        {
            case null: break;
            case string text: add(key, text); break;
            case bool flag: add(key, flag ? "true" : "false"); break;
            case DateTimeOffset time: add(key, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)); break;
            case IFormattable number: add(key, number.ToString(null, CultureInfo.InvariantCulture)); break;
            case IEnumerable list:
                var index = 0;
                foreach (var item in list) Put($"{key}{beforeIndex}{++index}", item, add, beforeIndex);
                break;
            default: Flatten(value, add, beforeIndex, key + "."); break;
        }
    }

    static (string, PropertyInfo)[] Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => (p.GetCustomAttribute<WireAttribute>()?.Name ?? p.Name, p)).ToArray();
}

/// <summary>Query responses: elements read straight from the stream into records' init-only properties.</summary>
internal static class Xml<T>
{
    public static readonly Func<XmlReader, T> Read = (Func<XmlReader, T>)Xml.ReaderOf(typeof(T));
}

internal static class Xml
{
    internal static readonly XmlReaderSettings Settings = new() { IgnoreWhitespace = true, IgnoreComments = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false };

    /// <summary>Reads the whole document, whose root must be <paramref name="root"/>; the answer is the root, or its child <paramref name="result"/>.</summary>
    public static T ReadDocument<T>(Stream stream, string root, string? result = null)
    {
        using var reader = XmlReader.Create(stream, Settings);
        reader.MoveToContent();
        if (reader.LocalName != root) throw new InvalidBodyException($"the answer is <{reader.LocalName}>, expected <{root}>");
        if (result is not null)
        {
            while (reader.Read() && reader.LocalName != result) { }
            if (reader.EOF) throw new InvalidBodyException($"the answer has no <{result}>");
        }
        var value = Xml<T>.Read(reader);
        while (reader.Read()) { }
        return value;
    }

    internal static Delegate ReaderOf(Type type)
    {
        if (type == typeof(string)) return (XmlReader x) => x.ReadElementContentAsString();
        if (type == typeof(bool)) return (XmlReader x) => x.ReadElementContentAsBoolean();
        if (type == typeof(int)) return (XmlReader x) => x.ReadElementContentAsInt();
        if (type == typeof(long)) return (XmlReader x) => x.ReadElementContentAsLong();
        if (type == typeof(DateTimeOffset)) return (XmlReader x) => XmlConvert.ToDateTimeOffset(x.ReadElementContentAsString());
        if (Nullable.GetUnderlyingType(type) is { } inner) return Make(nameof(Optional), inner);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return Make(nameof(List), type.GetGenericArguments()[0]);
        return Make(nameof(Record), type);
    }

    static Delegate Make(string method, Type type) =>
        (Delegate)typeof(Xml).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null)!;

    static Func<XmlReader, T?> Optional<T>() where T : struct => x => Xml<T>.Read(x);

    static Func<XmlReader, IReadOnlyList<T>> List<T>() => x =>
    {
        var items = new List<T>();
        Children(x, (Items: items, 0), static (x, s) => s.Items.Add(Xml<T>.Read(x)));
        return items;
    };

    static Func<XmlReader, T> Record<T>() where T : class, new()
    {
        var members = new Dictionary<string, Action<XmlReader, T>>(StringComparer.Ordinal);
        foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite))
        {
            var set = (Action<XmlReader, T>)typeof(Xml).GetMethod(nameof(Setter), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(typeof(T), property.PropertyType).Invoke(null, [property])!;
            if (property.GetCustomAttribute<WireAttribute>() is { } wire) members.Add(wire.Name, set);
            else
            {
                // EC2 writes imageId where Auto Scaling writes ImageId.
                members.Add(char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1), set);
                members.Add(property.Name, set);
            }
        }
        return x =>
        {
            var record = new T();
            Children(x, (Members: members, Record: record), static (x, s) =>
            {
                if (s.Members.TryGetValue(x.LocalName, out var read)) read(x, s.Record); else x.Skip();
            });
            return record;
        };
    }

    static Action<XmlReader, TOwner> Setter<TOwner, TValue>(PropertyInfo property)
    {
        var set = (Action<TOwner, TValue>)property.SetMethod!.CreateDelegate(typeof(Action<TOwner, TValue>));
        return (x, owner) => set(owner, Xml<TValue>.Read(x));
    }

    static void Children<TState>(XmlReader x, TState state, Action<XmlReader, TState> child)
    {
        if (x.IsEmptyElement) { x.Read(); return; }
        x.Read();
        while (x.MoveToContent() == XmlNodeType.Element) child(x, state);
        x.ReadEndElement();
    }
}

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
