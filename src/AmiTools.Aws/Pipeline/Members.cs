using System.Collections.Concurrent;

namespace AmiTools.Aws;

/// <summary>What is done for each element of a record, or each tag of a tag set, by its name.</summary>
internal sealed class Members<TDo> where TDo : class
{
    private readonly ConcurrentDictionary<string, Member<TDo>> known = new(StringComparer.Ordinal);

    /// <summary>What comes before the first.</summary>
    public Member<TDo> First { get; } = new("", null);

    public void Add(string name, TDo what) => known[name] = new(name, what);

    /// <summary>
    /// The member of a name. AWS writes a record's elements, and most of its tags, in the same order nearly always: what
    /// followed last time is tried first.
    /// </summary>
    public Member<TDo> After(Member<TDo> last, string name)
    {
        var member = last.Next;
        if (member is null || member.Name != name) last.Next = member = Find(name);
        // The reader's own text, so that within this document one look at the reference is enough.
        else if (!ReferenceEquals(member.Name, name)) member.Name = name;
        return member;
    }

    /// <summary>A name that is no member is remembered as one that is skipped, up to a number that no record has.</summary>
    private Member<TDo> Find(string name)
    {
        if (known.TryGetValue(name, out var member)) return member;
        member = new(name, null);
        return known.Count < 500 ? known.GetOrAdd(name, member) : member;
    }
}

/// <summary>A member, and the one that came after it last time (by any thread; a guess that is checked).</summary>
/// <param name="name">Its name.</param>
/// <param name="what">What is done; null if it is skipped.</param>
internal sealed class Member<TDo>(string name, TDo? what) where TDo : class
{
    public string Name { get; set; } = name;
    public TDo? Do => what;
    public Member<TDo>? Next;
}
