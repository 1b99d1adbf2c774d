using System.Text;

namespace AmiTools.Core.Building;

/// <summary>
/// Takes every secret of a run out of text before it goes anywhere. It knows the secrets' usual disguises (URL, JSON and
/// base64 encoding, Packer's own escapes), and any twelve consecutive characters of one are enough to be taken out, so
/// that a secret that a program wraps over several lines does not get through in pieces. It keeps no text back: a line
/// goes on as soon as it has come.
/// </summary>
public sealed class SecretScrubber
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mask = "***";

    // Shorter values ("true", "admin") are no secrets, and masking them would make the output unreadable.
    private const int ShortestSecret = 8;
    private const int Piece = 12;
    // At the edge of a line a shorter piece can be the rest of a wrapped secret.
    private const int EdgePiece = 6;

    private readonly IReadOnlyList<string> whole;
    private readonly HashSet<string> pieces = new(StringComparer.Ordinal);
    private readonly HashSet<string> heads = new(StringComparer.Ordinal);
    private readonly HashSet<string> tails = new(StringComparer.Ordinal);

    public SecretScrubber(IEnumerable<string?> secrets)
    {
        whole = [.. secrets.OfType<string>().Where(s => s.Length >= ShortestSecret).Distinct().SelectMany(Disguises)
            .Distinct().OrderByDescending(s => s.Length)];
        foreach (var secret in whole)
        {
            for (var i = 0; i + Piece <= secret.Length; i++) pieces.Add(secret.Substring(i, Piece));
            for (var length = EdgePiece; length < Math.Min(Piece, secret.Length); length++)
            {
                heads.Add(secret.Substring(0, length));
                tails.Add(secret.Substring(secret.Length - length));
            }
        }
    }

    /// <summary>
    /// One that knows what the host's variables hold, what every target uses, also those that the text is not about, and more.
    /// To be made when all credentials that can be in the text have been got.
    /// </summary>
    public static SecretScrubber Of(Surroundings surroundings, IEnumerable<string?> more) =>
        new([.. PackerEnvironment.SecretsOf(surroundings.Variables), .. surroundings.Connector.Secrets, .. more]);

    /// <summary>The text without any secret.</summary>
    public string Scrub(string text)
    {
        if (whole.Count == 0 || text.Length < EdgePiece) return text;
        var masked = new bool[text.Length];
        MarkWhole(text, masked);
        MarkPieces(text, masked);
        MarkEdges(text, masked);
        return Render(text, masked);
    }

    private void MarkWhole(string text, bool[] masked)
    {
        foreach (var secret in whole)
        {
            for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at + 1, StringComparison.Ordinal))
                Mark(masked, at, secret.Length);
        }
    }

    private void MarkPieces(string text, bool[] masked)
    {
        for (var i = 0; i + Piece <= text.Length; i++)
        {
            if (pieces.Contains(text.Substring(i, Piece))) Mark(masked, i, Piece);
        }
    }

    // Lines within the text count as lines too: Packer hands on several in one.
    private void MarkEdges(string text, bool[] masked)
    {
        var start = 0;
        while (start <= text.Length)
        {
            var newline = text.IndexOf('\n', start);
            var end = newline < 0 ? text.Length : newline;
            var (from, to) = (start, end);
            while (from < to && char.IsWhiteSpace(text[from])) from++;
            while (to > from && char.IsWhiteSpace(text[to - 1])) to--;
            // The middle of a secret that is wrapped over three lines and more.
            if (to - from is >= EdgePiece and < Piece && IsInside(text.Substring(from, to - from))) Mark(masked, from, to - from);
            for (var length = Math.Min(Piece - 1, to - from); length >= EdgePiece; length--)
            {
                if (heads.Contains(text.Substring(to - length, length))) Mark(masked, to - length, length);
                if (tails.Contains(text.Substring(from, length))) Mark(masked, from, length);
            }
            start = end + 1;
        }
    }

    private bool IsInside(string line)
    {
        foreach (var secret in whole)
        {
            if (secret.IndexOf(line, StringComparison.Ordinal) >= 0) return true;
        }
        return false;
    }

    private static void Mark(bool[] masked, int start, int length)
    {
        for (var i = start; i < start + length; i++) masked[i] = true;
    }

    private static string Render(string text, bool[] masked)
    {
        if (Array.IndexOf(masked, true) < 0) return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!masked[i]) result.Append(text[i]);
            else if (i == 0 || !masked[i - 1]) result.Append(Mask);
        }
        return result.ToString();
    }

    private static IEnumerable<string> Disguises(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return secret.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("/", "\\/");
        yield return secret.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("&", "\\u0026").Replace("<", "\\u003c").Replace(">", "\\u003e");
        yield return secret.Replace(",", "%!(PACKER_COMMA)").Replace("\n", "\\n").Replace("\r", "\\r");
        // The three ways in which base64 can cut a text that has something before it.
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(secret)]).TrimEnd('=');
            var certain = encoded.Substring(before == 0 ? 0 : before + 1);
            if (certain.Length > Piece) yield return certain.Substring(0, certain.Length - 1);
        }
    }
}
