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
    public static void Flatten(object record, FormBody form, string beforeIndex = ".", string prefix = "")
    {
        foreach (var (name, property) in shapes.GetOrAdd(record.GetType(), Members))
            Put(prefix + name, property.GetValue(record), form, beforeIndex);
    }

    static void Put(string key, object? value, FormBody form, string beforeIndex)
    {
        switch (value)
        {
            case null: break;
            case string text: form.Add(key, text); break;
            case bool flag: form.Add(key, flag ? "true" : "false"); break;
            case DateTimeOffset time: form.Add(key, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)); break;
            case IFormattable number: form.Add(key, number.ToString(null, CultureInfo.InvariantCulture)); break;
            case IReadOnlyList<string> texts:
                // 1,000 ids of a CreateTags: not a text for the key of each.
                key += beforeIndex;
                for (var i = 0; i < texts.Count; i++) form.Add(key, i + 1, texts[i]);
                break;
            case IEnumerable list:
                var index = 0;
                foreach (var item in list) Put($"{key}{beforeIndex}{++index}", item, form, beforeIndex);
                break;
            default: Flatten(value, form, beforeIndex, key + "."); break;
        }
    }

    static (string, PropertyInfo)[] Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => (p.GetCustomAttribute<WireAttribute>()?.Name ?? p.Name, p)).ToArray();
}
