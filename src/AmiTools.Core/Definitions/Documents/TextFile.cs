using System.Text;

namespace AmiTools.Core.Definitions;

/// <summary>Reads a small text file strictly: UTF-8 with or without BOM, no binary, not too large.</summary>
public static class TextFile
{
    /// <summary>The largest file that is read: 5 MB.</summary>
    public const long Largest = 5 * 1024 * 1024;

    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Read(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (info.Length > Largest) throw new DocumentException(new Problem("FileTooLarge", $"the file has {info.Length / 1024 / 1024} MB; at most 5 MB are read.", path));
            var bytes = File.ReadAllBytes(path);
            var skip = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
            var text = strict.GetString(bytes, skip, bytes.Length - skip);
            var zero = text.IndexOf('\0');
            return zero < 0 ? text : throw new DocumentException(new Problem("FileNotText", "the file is not text: it has a NUL character. Save it as UTF-8.", path, text.Substring(0, zero).Count(c => c == '\n') + 1));
        }
        catch (DecoderFallbackException)
        {
            throw new DocumentException(new Problem("FileNotUtf8", "the file is not UTF-8. Save it as UTF-8, with or without BOM.", path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DocumentException(new Problem("FileUnreadable", $"the file can't be read: {e.Message}", path));
        }
    }
}
