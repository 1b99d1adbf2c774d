using AmiTools.Aws;
using AmiTools.Core.Images;

namespace AmiTools.Core.Pointers;

/// <summary>The pins of one image definition's images in one target.</summary>
internal sealed class Pins(IAws aws, IReadOnlyDictionary<string, string?> before)
{
    private readonly Dictionary<string, string?> now = before.ToDictionary(b => b.Key, b => b.Value, StringComparer.Ordinal);

    public static async Task<Pins> ReadAsync(Environments.ITargetConnection connection, string name, CancellationToken cancel)
    {
        var images = await new ImageCatalog(connection).WhereAsync([new Filter("tag:" + TagNames.Image, FilterValue.Exactly(name))], cancel).ConfigureAwait(false);
        return new(connection.Aws, images.ToDictionary(i => i.ImageId, i => i.Tags.Get(TagNames.Pinned), StringComparer.Ordinal));
    }

    /// <summary>The image that the environment named before.</summary>
    public IReadOnlyList<string> PreviousOf(string environment) => With(environment, PinRoles.Previous);

    /// <summary>The image that the environment names; more than one, or another, after a change that broke off.</summary>
    public IReadOnlyList<string> CurrentOf(string environment) => With(environment, PinRoles.Current);

    /// <summary>Before anything changes: what is going to be named is safe from a cleanup.</summary>
    public Task HoldAsync(string environment, string imageId, CancellationToken cancel) =>
        SetAsync(imageId, Of(imageId).With(environment, PinRoles.Current), cancel);

    /// <summary>When all is changed: the one before is known, and whatever was before that is free.</summary>
    public async Task TurnAsync(string environment, string imageId, IReadOnlyCollection<string> replaced, CancellationToken cancel)
    {
        foreach (var id in now.Keys.Where(k => k != imageId).ToList())
        {
            var role = replaced.Contains(id) ? PinRoles.Previous : replaced.Count == 0 && Of(id).Roles.TryGetValue(environment, out var kept) && kept == PinRoles.Previous ? kept : null;
            await SetAsync(id, Of(id).With(environment, role), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>As they were.</summary>
    public async Task PutBackAsync(CancellationToken cancel)
    {
        foreach (var pin in before.Where(b => now[b.Key] != b.Value)) await WriteAsync(pin.Key, pin.Value, cancel).ConfigureAwait(false);
    }

    private IReadOnlyList<string> With(string environment, string wanted) => [.. now.Where(n => PinRoles.Read(n.Value).Roles.TryGetValue(environment, out var role) && role == wanted).Select(n => n.Key)];

    private PinRoles Of(string imageId) => PinRoles.Read(now.TryGetValue(imageId, out var pin) ? pin : null);

    private async Task SetAsync(string imageId, PinRoles roles, CancellationToken cancel)
    {
        var text = roles.Text(imageId);
        if (now.TryGetValue(imageId, out var pin) && pin == text) return;
        now[imageId] = text;
        await WriteAsync(imageId, text, cancel).ConfigureAwait(false);
    }

    private async Task WriteAsync(string imageId, string? text, CancellationToken cancel)
    {
        if (text is not null) await aws.SendAsync(new CreateTags { Resources = [imageId], Tags = [new Tag { Key = TagNames.Pinned, Value = text }] }, cancel).ConfigureAwait(false);
        else await aws.SendAsync(new DeleteTags { Resources = [imageId], Tags = [new Tag { Key = TagNames.Pinned }] }, cancel).ConfigureAwait(false);
    }
}
