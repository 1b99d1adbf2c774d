using System.Globalization;
using System.Text;
using System.Xml;

namespace AmiTools.LocalCloud.Http;

/// <summary>Writes an answer's XML; null values are left out.</summary>
internal sealed class XmlOut : IDisposable
{
    private readonly MemoryStream stream = new();
    private readonly XmlWriter writer;
    private readonly string item;

    /// <param name="root">The document's element.</param>
    /// <param name="xmlNamespace">Its namespace.</param>
    /// <param name="item">What a set's elements are called: EC2 says item, the other services say member.</param>
    public XmlOut(string root, string xmlNamespace, string item = "item")
    {
        this.item = item;
        writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false });
        writer.WriteStartElement(root, xmlNamespace);
    }

    public void Text(string name, string? value)
    {
        if (value is not null) writer.WriteElementString(name, value);
    }

    public void Text(string name, long value) => writer.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));

    public void Flag(string name, bool value) => writer.WriteElementString(name, value ? "true" : "false");

    public void Time(string name, DateTimeOffset? value)
    {
        if (value is { } time) writer.WriteElementString(name, Iso(time));
    }

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public void Element(string name, Action content)
    {
        writer.WriteStartElement(name);
        content();
        writer.WriteEndElement();
    }

    /// <summary>A set: <c>&lt;name&gt;&lt;item&gt;…</c>.</summary>
    public void Set<T>(string name, IEnumerable<T> items, Action<T> content)
    {
        writer.WriteStartElement(name);
        foreach (var each in items)
        {
            writer.WriteStartElement(item);
            content(each);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    /// <summary>A set of plain values.</summary>
    public void Values(string name, IEnumerable<string> values)
    {
        writer.WriteStartElement(name);
        foreach (var value in values) writer.WriteElementString(item, value);
        writer.WriteEndElement();
    }

    public void Tags(IEnumerable<KeyValuePair<string, string>> tags, string name = "tagSet") => Set(name, tags, t =>
    {
        Text("key", t.Key);
        Text("value", t.Value);
    });

    public byte[] Finish()
    {
        writer.WriteEndElement();
        writer.Flush();
        return stream.ToArray();
    }

    public void Dispose()
    {
        writer.Dispose();
        stream.Dispose();
    }
}
