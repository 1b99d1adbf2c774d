using System.Globalization;
using System.Text;
using System.Xml;

namespace AmiTools.LocalCloud.Http;

/// <summary>Writes an answer's XML; null values are left out.</summary>
internal sealed class XmlOut : IDisposable
{
    private readonly MemoryStream stream = new();
    private readonly XmlWriter writer;

    public XmlOut(string root, string xmlNamespace)
    {
        writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false });
        writer.WriteStartElement(root, xmlNamespace);
    }

    public void Text(string name, string? value)
    {
        if (value is not null) writer.WriteElementString(name, value);
    }

    public void Text(string name, int value) => writer.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));

    public void Flag(string name, bool value) => writer.WriteElementString(name, value ? "true" : "false");

    public void Time(string name, DateTimeOffset value) => writer.WriteElementString(name, value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

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
        foreach (var item in items)
        {
            writer.WriteStartElement("item");
            content(item);
            writer.WriteEndElement();
        }
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
