namespace AmiTools.Core.Usage;

/// <summary>What a scan that was not complete says.</summary>
public static class ScanText
{
    /// <summary>Fails if anything kept the scan from being complete.</summary>
    /// <exception cref="AmiToolsException">ScanIncomplete, after all that could be tagged was.</exception>
    public static void ThrowIfIncomplete(ScanResult result)
    {
        if (result.Problems.Count == 0) return;
        throw new AmiToolsException("ScanIncomplete", FailureKind.PartlyDone,
            $"The scan is not complete: {result.Images.Count - result.Heartbeats} of {result.Images.Count} images have no new heartbeat, and a cleanup keeps them.{UsageText.Listed(result.Problems)}")
        {
            RecommendedAction = "Grant the permission or wait for the service, and scan again; a source that can't be read at all may be made optional (docs/usage-sources.md).",
        };
    }
}
