using System.Text;
using System.Text.RegularExpressions;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Http;

/// <summary>A describe call's filters: all must match, each by any of its values, with <c>*</c>, <c>?</c> and <c>\</c>.</summary>
internal static class Filters
{
    /// <summary>The values of a filterable field; none means that the filter does not match.</summary>
    public delegate IEnumerable<string?> Field<in T>(T item);

    /// <summary>Makes the call's filters one predicate. A filter that EC2 does not know is refused.</summary>
    public static Func<T, bool> Of<T>(QueryCall call, IReadOnlyDictionary<string, Field<T>> fields) where T : Resource
    {
        var tests = new List<Func<T, bool>>();
        foreach (var prefix in call.Structures("Filter"))
        {
            var name = call.Required(prefix + "Name");
            var values = call.List(prefix + "Value");
            if (values.Count > 200) throw new CloudError("FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200");
            var match = AnyOf(values);
            if (name.StartsWith("tag:", StringComparison.Ordinal))
            {
                var key = name.Substring(4);
                tests.Add(item => item.Tags.Seen(call.Now).Any(t => t.Key == key && match(t.Value)));
            }
            else if (name == "tag-key") tests.Add(item => item.Tags.Seen(call.Now).Any(t => match(t.Key)));
            else if (fields.TryGetValue(name, out var field)) tests.Add(item => field(item).Any(v => v is not null && match(v)));
            else throw CloudError.InvalidParameter($"The filter '{name}' is invalid");
        }
        return item => tests.TrueForAll(test => test(item));
    }

    /// <summary>True for what is any of the values, which may have wildcards.</summary>
    public static Func<string, bool> AnyOf(IReadOnlyList<string> patterns)
    {
        var exact = patterns.Where(p => p.IndexOfAny(['*', '?', '\\']) < 0).ToHashSet(StringComparer.Ordinal);
        var wild = patterns.Where(p => p.IndexOfAny(['*', '?', '\\']) >= 0).Select(Wildcard).ToArray();
        return value => exact.Contains(value) || Array.Exists(wild, w => w.IsMatch(value));
    }

    private static Regex Wildcard(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            regex.Append(pattern[i] switch
            {
                '\\' when i + 1 < pattern.Length => Regex.Escape(pattern[++i].ToString()),
                '*' => ".*",
                '?' => ".",
                var c => Regex.Escape(c.ToString()),
            });
        }
        return new Regex(regex.Append('$').ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
