using System.Collections;
using System.Management.Automation;

namespace AmiTools.Cmdlets.Base;

/// <summary>Takes PowerShell's wrapping off values: hashtables, custom objects, arrays, switches.</summary>
internal static class PlainValues
{
    // Deeper is refused by what writes the document, with the key's name.
    private const int Deepest = 64;

    /// <exception cref="AmiToolsException">ExtraNotUnderstood.</exception>
    public static IReadOnlyDictionary<string, object?> Members(object extra) =>
        Of(extra, Deepest) as IReadOnlyDictionary<string, object?>
        ?? throw new AmiToolsException("ExtraNotUnderstood", FailureKind.InvalidInput, $"-Extra is a {(extra is PSObject wrapped ? wrapped.BaseObject : extra).GetType().FullName}; expected a hashtable such as @{{ volumeId = 'vol-…' }}, or an object.", extra);

    /// <summary>The members of any object or hashtable; null if it has none.</summary>
    public static IReadOnlyDictionary<string, object?>? MembersOrNull(object value) => Of(value, Deepest) as IReadOnlyDictionary<string, object?>;

    private static object? Of(object? value, int deeper)
    {
        if (value is PSObject { BaseObject: PSCustomObject } custom) return deeper == 0 ? value : custom.Properties.ToDictionary(p => p.Name, p => Of(p.Value, deeper - 1), StringComparer.Ordinal);
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            SwitchParameter flag => flag.IsPresent,
            string => plain,
            IDictionary map when deeper > 0 => Map(map, deeper - 1),
            IEnumerable items when deeper > 0 => items.Cast<object?>().Select(i => Of(i, deeper - 1)).ToList(),
            _ => plain,
        };
    }

    private static Dictionary<string, object?> Map(IDictionary map, int deeper)
    {
        // A hashtable may have 1 and '1' as keys, which are one name in JSON.
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
        {
            var name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            if (members.ContainsKey(name)) throw new AmiToolsException("ExtraNotUnderstood", FailureKind.InvalidInput, $"-Extra has the key '{name}' twice.", name);
            members.Add(name, Of(entry.Value, deeper));
        }
        return members;
    }
}
