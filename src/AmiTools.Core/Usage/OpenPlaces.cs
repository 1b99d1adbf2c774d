using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Usage;

/// <summary>A target that was tried. Without a connection, or without images, <paramref name="Cause"/> says why.</summary>
/// <param name="Target">The target.</param>
/// <param name="Place">Its account and Region; null where it could not be reached.</param>
/// <param name="Aws">The way there, below AWS's limits.</param>
/// <param name="Images">The account's own images there.</param>
/// <param name="Foreign">Ids of images of other targets' accounts that may be launched there; null if that can't be told.</param>
/// <param name="Cause">What failed.</param>
internal sealed record OpenPlace(AmiTarget Target, Place? Place, IAws? Aws, IReadOnlyList<FleetImage> Images, IReadOnlyCollection<string>? Foreign, AmiToolsException? Cause)
{
    /// <summary>The names of all targets that are this account and Region.</summary>
    public IReadOnlyList<string> Names { get; init; } = [Target.Name];

    public bool IsAnyOf(ICollection<string> targets) => Names.Any(targets.Contains);
}

/// <summary>All targets of an estate, connected, with their images read. One that fails does not stop the others.</summary>
internal sealed class OpenPlaces : IDisposable
{
    private readonly List<ITargetConnection> connections = [];
    private IReadOnlyList<OpenPlace> connected = [];
    private bool isInFull;

    private OpenPlaces() { }

    public IReadOnlyList<OpenPlace> All { get; private set; } = [];

    /// <summary>Connects and reads. <paramref name="inFull"/>: with all that a cleanup is judged by; use alone needs much less of 50,000 images.</summary>
    public static async Task<OpenPlaces> OpenAsync(IReadOnlyList<AmiTarget> targets, Surroundings surroundings, IReporter reporter, CancellationToken cancel, bool inFull = true)
    {
        var open = new OpenPlaces();
        try
        {
            var tried = await Task.WhenAll(targets.Select(t => open.ConnectAsync(t, surroundings, reporter, cancel))).ConfigureAwait(false);
            // Two targets may be one account and Region; it is read once.
            open.connected = [.. tried.GroupBy(c => c.Place is { } p ? (p.AccountId, p.Region) : (c.Target.Name, "")).Select(g => g.First() with { Names = [.. g.Select(c => c.Target.Name)] })];
            open.isInFull = inFull;
            await open.ReadAsync(cancel).ConfigureAwait(false);
            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    /// <summary>Reads all images, or reads them again: over the same connections, and so within the same limits.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        var accounts = connected.Select(p => p.Place?.AccountId ?? p.Target.AccountId).OfType<string>().Distinct().ToList();
        All = await Task.WhenAll(connected.Select(p => ReadAsync(p, accounts, isInFull, cancel))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var connection in connections) connection.Dispose();
    }

    private async Task<OpenPlace> ConnectAsync(AmiTarget target, Surroundings surroundings, IReporter reporter, CancellationToken cancel)
    {
        try
        {
            var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
            lock (connections) connections.Add(connection);
            return new(target, new(target.Name, connection.AccountId, connection.Region), new RateLimitedAws(connection.Aws, surroundings.Time), [], null, null);
        }
        catch (AmiToolsException e)
        {
            return new(target, null, null, [], null, e);
        }
    }

    private static async Task<OpenPlace> ReadAsync(OpenPlace open, IReadOnlyList<string> accounts, bool inFull, CancellationToken cancel)
    {
        if (open is not { Aws: { } aws, Place: { } place }) return open;
        try
        {
            var images = await ImagesAsync(aws, place, inFull, cancel).ConfigureAwait(false);
            return open with { Images = images, Foreign = await ForeignAsync(aws, [.. accounts.Where(a => a != place.AccountId)], cancel).ConfigureAwait(false) };
        }
        catch (AwsException e)
        {
            return open with { Cause = new("LookupFailed", AwsFailure.KindOf(e), $"The images of the target '{open.Target.Name}' (account {place.AccountId}, {place.Region}) can't be read: {e.Message}{Hint(e, place)}", open.Target.Name, e) };
        }
    }

    /// <summary>STS has taken these keys a moment ago.</summary>
    private static string Hint(AwsException e, Place place) => e.Code == "AuthFailure"
        ? $" If {place.Region} is not switched on for the account, nobody's keys are known there: switch it on, or take the target out of environments.yaml."
        : "";

    private static async Task<IReadOnlyList<FleetImage>> ImagesAsync(IAws aws, Place place, bool inFull, CancellationToken cancel)
    {
        var (images, mapping) = (new List<FleetImage>(), new FleetMapping(place));
        if (inFull)
        {
            await foreach (var page in aws.PagesAsync(token => Call(["self"], token).Reading<BulkImageInFullPage<FleetTags>>(), cancel).ConfigureAwait(false))
                images.AddRange(page.Items.Select(mapping.InFull));
        }
        else
        {
            await foreach (var page in aws.PagesAsync(token => Call(["self"], token).Reading<BulkImagePage<FleetTags>>(), cancel).ConfigureAwait(false))
                images.AddRange(page.Items.Select(mapping.Of));
        }
        return images;
    }

    // Asked as the account that may launch: it sees shares by account, by organization and to everybody alike.
    private static async Task<IReadOnlyCollection<string>?> ForeignAsync(IAws aws, IReadOnlyList<string> others, CancellationToken cancel)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (others.Count == 0) return ids;
        try
        {
            await foreach (var page in aws.PagesAsync(token => Call(others, token).Reading<ImageIdPage>(), cancel).ConfigureAwait(false))
                foreach (var image in page.Items) ids.Add(image.ImageId);
            return ids;
        }
        catch (AwsException)
        {
            return null;
        }
    }

    private static DescribeImages Call(IReadOnlyList<string> owners, string? token) =>
        new() { Owners = owners, IncludeDeprecated = true, IncludeDisabled = true, MaxResults = ImageCatalog.PageSize, NextToken = token };
}
