using System.Xml;

namespace AmiTools.Aws;

/// <summary>Texts and times of an answer. XmlReader's own ways take about twice as long, which shows in accounts with 100,000 snapshots.</summary>
internal static class XmlText
{
    /// <summary>The text of an element without children; the reader is past it afterwards.</summary>
    public static string Read(XmlReader x)
    {
        var isEmpty = x.IsEmptyElement;
        x.Read();
        if (isEmpty) return "";
        var text = "";
        while (x.NodeType != XmlNodeType.EndElement)
        {
            // An XmlException for anything but text: it is not the element that it should be.
            if (x.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)) x.ReadEndElement();
            text = text.Length == 0 ? x.Value : text + x.Value;
            x.Read();
        }
        x.Read();
        return text;
    }

    /// <summary>AWS writes <c>2026-01-02T03:04:05.678Z</c> or the same without fractions; anything else is left to XmlConvert.</summary>
    public static DateTimeOffset Time(string text)
    {
        if (text.Length is not (20 or 24) || text[text.Length - 1] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return XmlConvert.ToDateTimeOffset(text);
        var (year, month, day, hour, minute, second) = (Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2), Number(text, 11, 2), Number(text, 14, 2), Number(text, 17, 2));
        var fraction = text.Length == 20 ? 0 : text[19] == '.' ? Number(text, 20, 3) : -1;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || fraction < 0) return XmlConvert.ToDateTimeOffset(text);
        return new(year, month, day, hour, minute, second, fraction, TimeSpan.Zero);
    }

    /// <summary>-1 if it is not digits.</summary>
    private static int Number(string text, int start, int length)
    {
        var number = 0;
        for (var i = start; i < start + length; i++)
        {
            if (text[i] is < '0' or > '9') return -1;
            number = (number * 10) + (text[i] - '0');
        }
        return number;
    }
}
