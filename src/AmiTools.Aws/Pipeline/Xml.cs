using System.Collections.Concurrent;
using System.Reflection;
using System.Xml;

namespace AmiTools.Aws;

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
        using var ahead = new ReadAhead(stream);
        using var reader = XmlReader.Create(ahead, Settings);
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
        if (type == typeof(string)) return (XmlReader x) => XmlText.Read(x);
        if (type == typeof(bool)) return (XmlReader x) => XmlText.Read(x) switch { "true" => true, "false" => false, var text => XmlConvert.ToBoolean(text) };
        if (type == typeof(int)) return (XmlReader x) => XmlText.Number(x);
        if (type == typeof(long)) return (XmlReader x) => XmlConvert.ToInt64(XmlText.Read(x));
        if (type == typeof(DateTimeOffset)) return (XmlReader x) => XmlText.Time(x);
        if (type == typeof(FlatTags)) return Tags();
        if (Nullable.GetUnderlyingType(type) is { } inner) return Make(nameof(Optional), inner);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return Make(nameof(List), type.GetGenericArguments()[0]);
        return Make(nameof(Record), type);
    }

    private static Delegate Make(string method, Type type) =>
        (Delegate)typeof(Xml).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null)!;

    private static Func<XmlReader, T?> Optional<T>() where T : struct => x => Xml<T>.Read(x);

    private static Func<XmlReader, IReadOnlyList<T>> List<T>()
    {
        // Lists of one kind are nearly of one length: a page's items, an image's tags.
        var usual = 0;
        var read = Xml<T>.Read;
        return x =>
        {
            if (!Enter(x)) return [];
            var items = new List<T>(usual);
            while (Child(x)) items.Add(read(x));
            usual = Math.Min(items.Count, 1000);
            return items;
        };
    }

    private static Func<XmlReader, FlatTags> Tags()
    {
        var usual = 0;
        return x =>
        {
            var texts = new List<string>(usual);
            if (!Enter(x)) return new(texts);
            while (Child(x))
            {
                var (key, value) = ("", "");
                if (Enter(x))
                {
                    while (Child(x))
                    {
                        if (x.LocalName == "key") key = XmlText.Read(x);
                        else if (x.LocalName == "value") value = XmlText.Read(x);
                        else x.Skip();
                    }
                }
                texts.Add(key);
                texts.Add(value);
            }
            usual = Math.Min(texts.Count, 100);
            return new(texts);
        };
    }

    private static Func<XmlReader, T> Record<T>() where T : class, new()
    {
        var members = new ConcurrentDictionary<string, Member<T>>(StringComparer.Ordinal);
        foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite))
        {
            var set = (Action<XmlReader, T>)typeof(Xml).GetMethod(nameof(Setter), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(typeof(T), property.PropertyType).Invoke(null, [property])!;
            // EC2 writes imageId where Auto Scaling writes ImageId.
            string[] names = property.GetCustomAttribute<WireAttribute>() is { } wire ? [wire.Name] : [char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1), property.Name];
            foreach (var name in names) members[name] = new(name, set);
        }
        var first = new Member<T>("", null);
        return x =>
        {
            var record = new T();
            if (!Enter(x)) return record;
            var last = first;
            while (Child(x))
            {
                // AWS writes a record's elements in the same order nearly always: what followed last time is tried first.
                var name = x.LocalName;
                var member = last.Next;
                if (member is null || member.Name != name) last.Next = member = Find(members, name);
                // The reader's own text, so that within this document one look at the reference is enough.
                else if (!ReferenceEquals(member.Name, name)) member.Name = name;
                last = member;
                if (member.Set is { } set) set(x, record);
                else x.Skip();
            }
            return record;
        };
    }

    /// <summary>An element that is no member is remembered as one that is skipped, up to a number that no record has.</summary>
    private static Member<T> Find<T>(ConcurrentDictionary<string, Member<T>> members, string name)
    {
        if (members.TryGetValue(name, out var member)) return member;
        member = new(name, null);
        return members.Count < 500 ? members.GetOrAdd(name, member) : member;
    }

    private static Action<XmlReader, TOwner> Setter<TOwner, TValue>(PropertyInfo property)
    {
        var set = (Action<TOwner, TValue>)property.SetMethod!.CreateDelegate(typeof(Action<TOwner, TValue>));
        var read = Xml<TValue>.Read;
        return (x, owner) => set(owner, read(x));
    }

    /// <summary>Goes into an element; false, and past it, if it is empty.</summary>
    private static bool Enter(XmlReader x)
    {
        var isEmpty = x.IsEmptyElement;
        x.Read();
        return !isEmpty;
    }

    /// <summary>True at the next child element; false past the end of the parent. Text between elements is an XmlException.</summary>
    private static bool Child(XmlReader x)
    {
        var type = x.NodeType;
        if (type is not (XmlNodeType.Element or XmlNodeType.EndElement)) type = x.MoveToContent();
        if (type == XmlNodeType.Element) return true;
        x.ReadEndElement();
        return false;
    }

    /// <summary>An element of a record, and the one that came after it last time (by any thread; a guess that is checked).</summary>
    private sealed class Member<T>(string name, Action<XmlReader, T>? set)
    {
        public string Name { get; set; } = name;
        public Action<XmlReader, T>? Set => set;
        public Member<T>? Next;
    }
}
