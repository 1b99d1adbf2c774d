using System.Text;

namespace AmiTools.EndToEnd.Secrets;

/// <summary>A secret that is looked for.</summary>
/// <param name="Name">What it is, for messages.</param>
/// <param name="Value">The secret.</param>
internal sealed record Canary(string Name, string Value)
{
    // As long a piece is no accident, and the scrubber promises to let none through.
    private const int Piece = 12;

    /// <summary>True if the text holds it: plain, URL-encoded, in base64 wherever that was cut, or a piece of it.</summary>
    public bool IsIn(string text) => Disguises().Any(d => text.Contains(d, StringComparison.Ordinal));

    private IEnumerable<string> Disguises()
    {
        for (var i = 0; i + Piece <= Value.Length; i++) yield return Value.Substring(i, Piece);
        yield return Value;
        yield return Uri.EscapeDataString(Value);
        for (var before = 0; before < 3; before++)
        {
            // Without the characters that the neighbours take part in.
            var encoded = Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(Value)]).TrimEnd('=');
            yield return encoded[(before == 0 ? 0 : before + 1)..^1];
        }
    }
}
