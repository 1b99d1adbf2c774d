using System.Globalization;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Usage;

/// <summary>
/// The heartbeat of the fleet. Every used image is tagged LastUsed, and with it all members of its pair; every image of
/// which it can be told for certain whether it is used is tagged LastUsedRuntime. An incomplete scan leaves the heartbeat
/// as it was: a cleanup that trusts it then keeps the image.
/// </summary>
public sealed class ScanLastUsed(Surroundings surroundings)
{
    /// <summary>The times as the tags hold them: ISO 8601, UTC, seconds.</summary>
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Scans and tags. What could not be done is in the result; nothing is thrown for a part that failed.</summary>
    /// <exception cref="AmiToolsException">The request is wrong, or no chosen target can be read.</exception>
    public async Task<ScanResult> RunAsync(ScanRequest request, IReporter reporter, CancellationToken cancel)
    {
        UsageSources.Check(request.Options);
        UsageSources.RefuseUnasked(request.Options);
        var estate = EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        HashSet<string> chosen = new(EstateFinder.Choose(estate, request.Targets).Select(t => t.Name), StringComparer.Ordinal);
        // Of before the first read, so that no use is dated later than it was seen.
        var at = surroundings.Time.GetUtcNow();
        using var open = await OpenPlaces.OpenAsync(estate.Targets, surroundings, reporter, cancel, inFull: false).ConfigureAwait(false);
        var unread = open.All.Where(p => p.Cause is not null && p.IsAnyOf(chosen)).ToList();
        if (unread.Count > 0 && unread.Count == open.All.Count(p => p.IsAnyOf(chosen))) throw unread[0].Cause!;

        // Second witnesses are for a chosen few, not for the whole fleet every 20 minutes.
        var findings = await new UsageReader(surroundings, request.Options, reporter).ReadAsync(open, _ => false, cancel).ConfigureAwait(false);
        var scanned = await Task.WhenAll(open.All.Where(p => p.Cause is null && p.IsAnyOf(chosen)).Select(p => TagAsync(p, findings, at, request.WhatIf, cancel))).ConfigureAwait(false);
        var images = scanned.SelectMany(s => s).ToList();
        return new()
        {
            At = at,
            IsWhatIf = request.WhatIf,
            Images = images,
            Problems = [.. unread.Select(p => p.Cause!.Message).Concat(images.SelectMany(i => i.Problems)).Distinct()],
        };
    }

    private static async Task<IReadOnlyList<ScannedImage>> TagAsync(OpenPlace place, UsageFindings findings, DateTimeOffset at, bool whatIf, CancellationToken cancel)
    {
        var now = at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var images = place.Images.Where(i => i.IsRegistered).Select(i => new SeenImage(i, findings.UsesOf(i), findings.RequiredUnknownOf(i))).ToList();
        var written = whatIf ? HeartbeatOutcome.AllDone : await new Heartbeat(place.Aws!, now).WriteAsync(images, cancel).ConfigureAwait(false);
        // What has vanished meanwhile is no part of the fleet, and no problem.
        return [.. images.Where(i => !written.IsGone(i)).Select(i => ResultOf(i, written, now, whatIf))];
    }

    private static ScannedImage ResultOf(SeenImage seen, HeartbeatOutcome written, string now, bool whatIf)
    {
        var image = seen.Image;
        var (hasUse, hasBeat) = (written.HasUse(seen), written.HasBeat(seen));
        return new()
        {
            ImageId = image.ImageId,
            Name = image.Name,
            Version = image.Version,
            Target = image.Place.Target,
            State = UsageFindings.StateOf(seen.Uses, seen.Unknown),
            UsedBy = seen.Uses,
            IsLastUsedWritten = hasUse,
            IsHeartbeatWritten = hasBeat,
            LastUsed = hasUse && !whatIf ? now : image.LastUsed,
            LastUsedRuntime = hasBeat && !whatIf ? now : image.LastUsedRuntime,
            Problems = written.ProblemsOf(seen),
        };
    }
}
