using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

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
