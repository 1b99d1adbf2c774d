using System.Text;

namespace AmiTools.Core.Pointers;

/// <summary>
/// A file's bytes and the same as text, to look for ids in. Ids are ASCII in every encoding that is met here, so that what is
/// not ASCII may be read wrongly without harm: it is never written.
/// </summary>
internal sealed class ReferenceText
{
    private readonly Encoding encoding;
    private readonly int preamble;
    private int[]? lines;

    private ReferenceText(byte[] bytes, Encoding encoding, int preamble, string text) => (Bytes, this.encoding, this.preamble, Text) = (bytes, encoding, preamble, text);

    public byte[] Bytes { get; }

    /// <summary>The text without a byte order mark.</summary>
    public string Text { get; }

    public static ReferenceText Of(byte[] bytes)
    {
        if (StartsWith(bytes, 0xEF, 0xBB, 0xBF)) return Decoded(bytes, new UTF8Encoding(false, true), 3) ?? OneByteEach(bytes, 3);
        if (StartsWith(bytes, 0xFF, 0xFE)) return Decoded(bytes, new UnicodeEncoding(false, false, true), 2) ?? OneByteEach(bytes, 2);
        if (StartsWith(bytes, 0xFE, 0xFF)) return Decoded(bytes, new UnicodeEncoding(true, false, true), 2) ?? OneByteEach(bytes, 2);
        return Decoded(bytes, new UTF8Encoding(false, true), 0) ?? OneByteEach(bytes, 0);
    }

    /// <summary>Where the character stands in the bytes.</summary>
    public int ByteAt(int index) => preamble + encoding.GetByteCount(Text.ToCharArray(0, index));

    /// <summary>The bytes of an id in this file.</summary>
    public byte[] BytesOf(string id) => encoding.GetBytes(id);

    /// <summary>Line and column of a character, both from 1.</summary>
    public (int Line, int Column) PositionOf(int index)
    {
        var starts = lines ??= LineStarts(Text);
        var found = Array.BinarySearch(starts, index);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, index - starts[line] + 1);
    }

    /// <summary>The text of a line, from 1, without its end.</summary>
    public string Line(int number)
    {
        var starts = lines ??= LineStarts(Text);
        if (number < 1 || number > starts.Length) return "";
        var end = number < starts.Length ? starts[number] : Text.Length;
        return Text.Substring(starts[number - 1], end - starts[number - 1]).TrimEnd('\r', '\n');
    }

    private static ReferenceText? Decoded(byte[] bytes, Encoding encoding, int preamble)
    {
        try
        {
            return new(bytes, encoding, preamble, encoding.GetString(bytes, preamble, bytes.Length - preamble));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Windows-1252 and its relatives. What the others have for control characters and line ends is text in it.
    private static ReferenceText OneByteEach(byte[] bytes, int preamble)
    {
        var text = new char[bytes.Length - preamble];
        for (var i = 0; i < text.Length; i++) text[i] = bytes[i + preamble] is var b and < 0x80 ? (char)b : '\u00BF';
        return new(bytes, Encoding.GetEncoding(28591), preamble, new string(text));
    }

    private static bool StartsWith(byte[] bytes, params byte[] mark) => bytes.Length >= mark.Length && bytes.AsSpan(0, mark.Length).SequenceEqual(mark);

    private static int[] LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) starts.Add(i + 1);
        }
        return [.. starts];
    }
}
