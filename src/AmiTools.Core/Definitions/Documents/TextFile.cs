using System.Text;

namespace AmiTools.Core.Definitions;

/// <summary>Reads a small text file strictly: UTF-8 with or without BOM, no binary, not too large.</summary>
public static class TextFile
{
    /// <summary>The largest file that is read: 5 MB.</summary>
    public const long Largest = 5 * 1024 * 1024;

    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="DocumentException">The file is no text that can be read; the message says why.</exception>
    public static string Read(string path)
    {
        if (Directory.Exists(path)) throw Problem("FileIsFolder", "this is a folder; expected a file.", path);
        if (LinkedPath.Wrong(path) is { } link) throw new DocumentException(link);
        var bytes = Bytes(path);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw Problem("FileNotUtf8", "the file is UTF-16, as Windows PowerShell's > writes it. Save it as UTF-8, with or without BOM.", path, 1);
        var skip = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        try
        {
            var text = strict.GetString(bytes, skip, bytes.Length - skip);
            var zero = text.IndexOf('\0');
            return zero < 0 ? text : throw Problem("FileNotText", "the file is not text: it has a NUL character. Save it as UTF-8.", path, text.Take(zero).Count(c => c == '\n') + 1);
        }
        catch (DecoderFallbackException e)
        {
            var at = Math.Max(0, Math.Min(e.Index + skip, bytes.Length));
            var wrong = e.BytesUnknown is [var first, ..] ? $": it has the byte 0x{first:X2} here" : "";
            throw Problem("FileNotUtf8", $"the file is not UTF-8{wrong}. Save it as UTF-8, with or without BOM.", path, bytes.Take(at).Count(b => b == '\n') + 1);
        }
    }

    /// <summary>At most <see cref="Largest"/> bytes, also of a link (whose own length says nothing) or of a file that grows.</summary>
    private static byte[] Bytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.CanSeek && file.Length > Largest) throw TooLarge($"the file has {file.Length / 1024 / 1024} MB", path);
            var content = new MemoryStream(file.CanSeek ? (int)file.Length : 0);
            var part = new byte[16 * 1024];
            for (int read; (read = file.Read(part, 0, part.Length)) > 0;)
            {
                content.Write(part, 0, read);
                if (content.Length > Largest) throw TooLarge("the file has no end", path);
            }
            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem("FileUnreadable", $"the file can't be read: {e.Message}", path);
        }
    }

    private static DocumentException TooLarge(string what, string path) => Problem("FileTooLarge", $"{what}; at most {Largest / 1024 / 1024} MB are read.", path);

    private static DocumentException Problem(string id, string message, string path, int? line = null) => new(new Problem(id, message, path, line));
}
