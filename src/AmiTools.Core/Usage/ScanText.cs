namespace AmiTools.Core.Usage;

/// <summary>What a scan that was not complete says.</summary>
public static class ScanText
{
    private const int Most = 10;

    /// <summary>Fails if anything kept the scan from being complete.</summary>
    /// <exception cref="AmiToolsException">ScanIncomplete, after all that could be tagged was.</exception>
    public static void ThrowIfIncomplete(ScanResult result)
    {
        if (result.Problems.Count == 0) return;
        var shown = result.Problems.Take(Most).Select(p => "  " + p);
        var more = result.Problems.Count > Most ? [$"  and {result.Problems.Count - Most} more"] : Array.Empty<string>();
        throw new AmiToolsException("ScanIncomplete", FailureKind.PartlyDone,
            $"The scan is not complete: {result.Images.Count - result.Heartbeats} of {result.Images.Count} images have no new heartbeat, and a cleanup keeps them.{Environment.NewLine}{string.Join(Environment.NewLine, shown.Concat(more))}")
        {
            RecommendedAction = "Grant the permission or wait for the service, and scan again; a source that can't be read at all may be made optional (docs/usage-sources.md).",
        };
    }
}
