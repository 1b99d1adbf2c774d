using System.Xml;

namespace AmiTools.Aws;

/// <summary>
/// Texts and times of an answer. XmlReader's own ways take about twice as long, which shows in accounts with 50,000 images;
/// and of the tens of texts that every image has (states, tag keys, names, times of the last scan) most were there before.
/// </summary>
internal static class XmlText
{
    // Ids and names are shorter; a secret key has 40 characters, and is nothing to keep.
    private const int LongestKept = 36;

    [ThreadStatic]
    private static Scratch? scratch;

    /// <summary>The text of an element without children; the reader is past it afterwards.</summary>
    public static string Read(XmlReader x)
    {
        var kept = scratch ??= new();
        var length = Chars(x, kept);
        return length >= 0 ? kept.Text(length) : kept.TakeLong();
    }

    /// <summary>The text as a number of at most nine digits; anything else is left to XmlConvert.</summary>
    public static int Number(XmlReader x)
    {
        var kept = scratch ??= new();
        var length = Chars(x, kept);
        if (length < 0) return XmlConvert.ToInt32(kept.TakeLong());
        return length is > 0 and < 10 && Digits(kept.Chars, 0, length) is >= 0 and var number ? number : XmlConvert.ToInt32(new string(kept.Chars, 0, length));
    }

    /// <summary>AWS writes <c>2026-01-02T03:04:05.678Z</c> or the same without fractions; anything else is left to XmlConvert.</summary>
    public static DateTimeOffset Time(XmlReader x)
    {
        var kept = scratch ??= new();
        var length = Chars(x, kept);
        return length < 0 ? XmlConvert.ToDateTimeOffset(kept.TakeLong()) : Time(kept.Chars, length) ?? XmlConvert.ToDateTimeOffset(new string(kept.Chars, 0, length));
    }

    /// <summary>The same of a text.</summary>
    public static DateTimeOffset Time(string text) => Time(text.ToCharArray(), text.Length) ?? XmlConvert.ToDateTimeOffset(text);

    private static DateTimeOffset? Time(char[] text, int length)
    {
        if (length is not (20 or 24) || text[length - 1] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return null;
        var (year, month, day, hour, minute, second) = (Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2), Digits(text, 11, 2), Digits(text, 14, 2), Digits(text, 17, 2));
        var fraction = length == 20 ? 0 : text[19] == '.' ? Digits(text, 20, 3) : -1;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || fraction < 0) return null;
        return new(year, month, day, hour, minute, second, fraction, TimeSpan.Zero);
    }

    /// <summary>Puts an element's text into the scratch and gives its length; -1 if it lies there as a long text.</summary>
    private static int Chars(XmlReader x, Scratch kept)
    {
        var isEmpty = x.IsEmptyElement;
        x.Read();
        if (isEmpty) return 0;
        var length = 0;
        for (XmlNodeType type; (type = x.NodeType) != XmlNodeType.EndElement;)
        {
            // An XmlException for anything but text: it is not the element that it should be.
            if (type is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)) x.ReadEndElement();
            if (length >= 0)
            {
                length += x.ReadValueChunk(kept.Chars, length, kept.Chars.Length - length);
                // Full: there may be more.
                if (length == kept.Chars.Length)
                {
                    kept.BeginLong();
                    length = -1;
                }
            }
            if (length < 0) kept.ReadLong(x);
            x.Read();
        }
        x.Read();
        return length;
    }

    /// <summary>-1 if it is not digits.</summary>
    private static int Digits(char[] text, int start, int length)
    {
        var number = 0;
        for (var i = start; i < start + length; i++)
        {
            if (text[i] is < '0' or > '9') return -1;
            number = (number * 10) + (text[i] - '0');
        }
        return number;
    }

    /// <summary>Room for one text, and the short texts of late: one of each slot, so that it never grows. For one thread.</summary>
    private sealed class Scratch
    {
        private readonly string?[] known = new string?[1024];
        private System.Text.StringBuilder? rest;

        public char[] Chars { get; } = new char[512];

        public string Text(int length)
        {
            if (length == 0) return "";
            if (length > LongestKept) return new string(Chars, 0, length);
            // A few characters tell the texts apart well enough; a clash costs a new text.
            var hash = length + (Chars[0] * 31) + (Chars[length / 2] * 131) + (Chars[length - 1] * 1031) + (Chars[length * 3 / 4] * 257);
            ref var slot = ref known[hash & (known.Length - 1)];
            if (slot is null || !slot.AsSpan().SequenceEqual(Chars.AsSpan(0, length))) slot = new string(Chars, 0, length);
            return slot;
        }

        public void BeginLong() => rest = new System.Text.StringBuilder().Append(Chars);

        public void ReadLong(XmlReader x)
        {
            for (int read; (read = x.ReadValueChunk(Chars, 0, Chars.Length)) > 0;) rest!.Append(Chars, 0, read);
        }

        public string TakeLong()
        {
            var text = rest!.ToString();
            rest = null;
            return text;
        }
    }
}
