using AmiTools.Aws;

namespace AmiTools.Core.Cleanup.Restoring;

/// <summary>What brings an image back: a pure function of how it is.</summary>
internal static class RestoreSteps
{
    public const string FromBin = "from the Recycle Bin";

    public static IReadOnlyList<string> Of(Image image)
    {
        var steps = new List<string>();
        if (image.State == "disabled") steps.Add("enabled");
        if (image.DeprecationTime is not null) steps.Add("no longer deprecated");
        if (image.Tags.Any(t => t.Key == TagNames.Stage)) steps.Add("out of its stage");
        if (image.Tags.Any(t => t.Key == TagNames.Cleanup)) steps.Add("mark taken off");
        return steps;
    }
}
