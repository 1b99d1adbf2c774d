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
        var estate = EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        HashSet<string> chosen = new(EstateFinder.Choose(estate, request.Targets).Select(t => t.Name), StringComparer.Ordinal);
        // Of before the first read, so that no use is dated later than it was seen.
        var at = surroundings.Time.GetUtcNow();
        using var open = await OpenPlaces.OpenAsync(estate.Targets, surroundings, reporter, cancel).ConfigureAwait(false);
        var unread = open.All.Where(p => p.Cause is not null && chosen.Contains(p.Target.Name)).ToList();
        if (unread.Count > 0 && unread.Count == open.All.Count(p => chosen.Contains(p.Target.Name))) throw unread[0].Cause!;

        // Second witnesses are for a chosen few, not for the whole fleet every 20 minutes.
        var findings = await new UsageReader(surroundings, request.Options, reporter).ReadAsync(open, _ => false, cancel).ConfigureAwait(false);
        var scanned = await Task.WhenAll(open.All.Where(p => p.Cause is null && chosen.Contains(p.Target.Name)).Select(p => TagAsync(p, findings, at, request.WhatIf, cancel))).ConfigureAwait(false);
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
        var images = place.Images.Where(i => i.IsRegistered)
            .Select(i => (Image: i, Uses: findings.UsesOf(i), Unknown: findings.UnknownOf(i).Where(u => u.IsRequired).ToList())).ToList();
        List<string> used = [.. images.Where(i => i.Uses.Count > 0).Select(i => i.Image.ImageId)];
        List<string> certain = [.. images.Where(i => i.Unknown.Count == 0).Select(i => i.Image.ImageId)];
        TagOutcome lastUsed, heartbeat;
        if (whatIf)
        {
            lastUsed = new(used, [], new Dictionary<string, string>());
            heartbeat = new(certain, [], new Dictionary<string, string>());
        }
        else
        {
            // The use first: a heartbeat beside an old LastUsed would say that the image is not used.
            var tags = new TagBatches(place.Aws!);
            lastUsed = await tags.WriteAsync(used, TagNames.LastUsed, now, cancel).ConfigureAwait(false);
            heartbeat = await tags.WriteAsync([.. certain.Where(i => !lastUsed.Failed.ContainsKey(i) && !lastUsed.Gone.Contains(i))], TagNames.LastUsedRuntime, now, cancel).ConfigureAwait(false);
        }
        HashSet<string> gone = new(lastUsed.Gone.Concat(heartbeat.Gone), StringComparer.Ordinal);
        var (withUse, withBeat) = (new HashSet<string>(lastUsed.Written), new HashSet<string>(heartbeat.Written));
        return
        [
            // What has vanished meanwhile is no part of the fleet, and no problem.
            .. images.Where(i => !gone.Contains(i.Image.ImageId)).Select(i => new ScannedImage
            {
                ImageId = i.Image.ImageId,
                Name = i.Image.Name,
                Version = i.Image.Version,
                Target = i.Image.Place.Target,
                State = UsageFindings.StateOf(i.Uses, i.Unknown),
                UsedBy = i.Uses,
                IsLastUsedWritten = withUse.Contains(i.Image.ImageId),
                IsHeartbeatWritten = withBeat.Contains(i.Image.ImageId),
                LastUsed = withUse.Contains(i.Image.ImageId) && !whatIf ? now : i.Image.LastUsed,
                LastUsedRuntime = withBeat.Contains(i.Image.ImageId) && !whatIf ? now : i.Image.LastUsedRuntime,
                Problems = [.. i.Unknown.Select(u => u.ToString()).Concat(Refused(i.Image, lastUsed, TagNames.LastUsed)).Concat(Refused(i.Image, heartbeat, TagNames.LastUsedRuntime))],
            }),
        ];
    }

    private static IEnumerable<string> Refused(FleetImage image, TagOutcome outcome, string tag) =>
        outcome.Failed.TryGetValue(image.ImageId, out var cause) ? [$"{tag} can't be written in {image.Place.Target} (account {image.Place.AccountId}, {image.Place.Region}): {cause}"] : [];
}
