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
        if (Nullable.GetUnderlyingType(type) is { } inner) return Make(nameof(Optional), inner);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return Make(nameof(List), type.GetGenericArguments()[0]);
        return Make(type.IsDefined(typeof(TagSetAttribute), inherit: false) ? nameof(TagSet) : nameof(Record), type);
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

    private static Func<XmlReader, T> TagSet<T>() where T : class, new()
    {
        var tags = new Members<Action<T, string>>();
        foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite))
            tags.Add(property.GetCustomAttribute<WireAttribute>()?.Name ?? property.Name, (Action<T, string>)property.SetMethod!.CreateDelegate(typeof(Action<T, string>)));
        return x =>
        {
            var record = new T();
            if (!Enter(x)) return record;
            var last = tags.First;
            while (Child(x))
            {
                // A value before its key is as good, and one without a key is none.
                Member<Action<T, string>>? tag = null;
                string? value = null;
                if (Enter(x))
                {
                    while (Child(x))
                    {
                        if (x.LocalName == "key") tag = last = tags.After(last, XmlText.Read(x));
                        else if (x.LocalName == "value" && (tag is null || tag.Do is not null)) value = XmlText.Read(x);
                        else x.Skip();
                    }
                }
                tag?.Do?.Invoke(record, value ?? "");
            }
            return record;
        };
    }

    private static Func<XmlReader, T> Record<T>() where T : class, new()
    {
        var members = new Members<Action<XmlReader, T>>();
        foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite))
        {
            var set = (Action<XmlReader, T>)typeof(Xml).GetMethod(nameof(Setter), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(typeof(T), property.PropertyType).Invoke(null, [property])!;
            // EC2 writes imageId where Auto Scaling writes ImageId.
            string[] names = property.GetCustomAttribute<WireAttribute>() is { } wire ? [wire.Name] : [char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1), property.Name];
            foreach (var name in names) members.Add(name, set);
        }
        return x =>
        {
            var record = new T();
            if (!Enter(x)) return record;
            var last = members.First;
            while (Child(x))
            {
                last = members.After(last, x.LocalName);
                if (last.Do is { } set) set(x, record);
                else x.Skip();
            }
            return record;
        };
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
}
