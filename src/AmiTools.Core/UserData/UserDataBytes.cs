using System.Text;

namespace AmiTools.Core.UserData;

/// <summary>What user data is before it is a document: bytes, perhaps in base64, perhaps of another kind altogether.</summary>
/// <param name="Text">The text; null if there is none that can be read.</param>
/// <param name="ByteCount">The number of bytes that the instance gets.</param>
/// <param name="Problem">Why there is no text, without file and line.</param>
internal sealed record UserDataBytes(string? Text, int ByteCount, Problem? Problem)
{
    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // cloud-init's documentation, "User-data formats"; EC2Launch's, "User data".
    private static readonly IReadOnlyList<(string Beginning, string What)> foreign =
    [
        ("#cloud-config", "cloud-config"), ("#cloud-boothook", "a cloud-init boothook"), ("#include", "a list of addresses that cloud-init would fetch"), ("#part-handler", "a cloud-init part handler"),
        ("#upstart-job", "an Upstart job"), ("## template:", "a cloud-init template"), ("#!", "a script"), ("<script", "a script of Windows"), ("<powershell", "a PowerShell script of Windows"),
        ("Content-Type:", "a MIME document of cloud-init"), ("MIME-Version:", "a MIME document of cloud-init"), ("From:", "a MIME document of cloud-init"),
    ];

    /// <summary>Text as it was given: a document, or the base64 of one.</summary>
    public static UserDataBytes OfText(string text) => Decoded(text) is { } bytes ? Of(bytes) : Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes of a file, which may hold the document or its base64.</summary>
    public static UserDataBytes OfFile(byte[] bytes) => bytes.Length <= 1024 * 1024 && bytes.All(b => b < 128) && Decoded(Encoding.ASCII.GetString(bytes)) is { } decoded ? Of(decoded) : Of(bytes);

    /// <summary>Base64, as EC2 hands it out.</summary>
    public static UserDataBytes OfBase64(string base64) => base64.Length == 0 ? Of([]) : Decoded(base64) is { } bytes ? Of(bytes) : new(null, base64.Length, new("UserDataNotBase64", "this is no base64; a launch template and CloudFormation need the document in base64 (New-AmiUserData -AsBase64)."));

    private static UserDataBytes Of(byte[] bytes)
    {
        if (bytes.All(b => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) return Wrong("UserDataMissing", "there is no user data; expected a JSON document with at least an environment. New-AmiUserData makes one.");
        if (bytes is [0x1F, 0x8B, ..]) return Wrong("UserDataCompressed", "it is compressed (gzip); expected plain JSON, which every program on the instance can read.");
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return Wrong("UserDataByteOrderMark", "it begins with a byte order mark, which JSON parsers refuse. Save it as UTF-8 without one.");
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return Wrong("UserDataNotUtf8", "it is UTF-16, as Windows PowerShell's > writes it. Save it as UTF-8 without a byte order mark.");
        string text;
        try
        {
            text = strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Wrong("UserDataNotUtf8", "it is not UTF-8.");
        }
        var start = text.TrimStart();
        foreach (var (beginning, what) in foreign)
            if (start.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return Wrong("UserDataIsCode", $"it is {what}; expected metadata. What is done at boot belongs into the image, and user data only says with what: {{\"environment\": \"production\", \"extra\": {{…}}}}.");
        return new(text, bytes.Length, null);

        UserDataBytes Wrong(string id, string message) => new(null, bytes.Length, new(id, message));
    }

    private static byte[]? Decoded(string text)
    {
        var trimmed = text.Trim();
        // A JSON document never is base64, and base64 of a document is never shorter than this.
        if (trimmed.Length < 4 || trimmed[0] is '{' or '[' or '#' or '<' or '"') return null;
        try
        {
            return Convert.FromBase64String(trimmed);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
