using System.Text.RegularExpressions;

namespace AmiTools.Core.Building;

/// <summary>
/// What went wrong, out of the error lines of Packer: it says the same thing up to four times, each time in another
/// frame, with AWS's request ids between. A pure function.
/// </summary>
internal static class PackerReasons
{
    private const int Most = 5;

    private static readonly Regex Frame = new(@"^(?:==> |--> |\s+)?(?:[\w.\-]+: )?", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    private static readonly Regex Summary = new(
        @"^(?:Build '.*' errored|Some builds didn't complete successfully|Wait completed after|Builds finished but no artifacts|\d+ error\(s\) occurred|status code: \d+, request id)",
        RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The different reasons, at most the last five.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> errors)
    {
        var all = errors.SelectMany(e => e.Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0).ToList();
        var reasons = new List<string>();
        foreach (var line in all)
        {
            var text = Unframed(line);
            if (text.Length > 0 && !Summary.IsMatch(text) && !reasons.Contains(text)) reasons.Add(text);
        }
        // Of an error in a summary only ("Build 'x' errored: ...") the summary is all there is.
        if (reasons.Count == 0) reasons = [.. all.Distinct()];
        return [.. reasons.Skip(Math.Max(0, reasons.Count - Most))];
    }

    // A frame is taken off only where there is an arrow: "ResourceLimitExceeded: no room" has none.
    private static string Unframed(string line) =>
        line.StartsWith("==> ", StringComparison.Ordinal) || line.StartsWith("--> ", StringComparison.Ordinal) ? Frame.Replace(line, "", 1).Trim() : line;
}
