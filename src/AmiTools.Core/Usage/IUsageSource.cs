using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>One way to find out what uses images. docs/usage-sources.md lists all of them; a test holds it to these classes.</summary>
internal interface IUsageSource
{
    /// <summary>As users name it: <c>launch-templates</c>.</summary>
    string Name { get; }

    /// <summary>What it reads, for people.</summary>
    string Reads { get; }

    /// <summary>The IAM actions it needs.</summary>
    IReadOnlyList<string> Permissions { get; }

    /// <summary>True if without its answer no image may be taken for unused.</summary>
    bool IsRequired { get; }

    /// <summary>
    /// All uses in one account and Region. Whatever is thrown makes the source unknown there: half an answer is none.
    /// </summary>
    /// <exception cref="AwsException">AWS refused or did not answer.</exception>
    /// <exception cref="SourceUnknownException">It can't be told, for a reason that is not AWS's.</exception>
    Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel);
}

/// <summary>Why a source can't answer.</summary>
internal sealed class SourceUnknownException(string cause) : Exception(cause);

/// <summary>One account and Region, as the sources see it.</summary>
internal sealed record UsageContext
{
    public required Place Place { get; init; }
    public required IAws Aws { get; init; }
    /// <summary>The account's own images here.</summary>
    public required IReadOnlyList<FleetImage> Images { get; init; }
    /// <summary>The ids of all images of all targets, each by itself, so that a use holds the image's own text: uses of others are not kept.</summary>
    public required Dictionary<string, string> Wanted { get; init; }
    /// <summary>The own images here that are asked about.</summary>
    public required IReadOnlyList<FleetImage> Chosen { get; init; }
    /// <summary>The accounts of all targets.</summary>
    public required IReadOnlyCollection<string> Accounts { get; init; }
    public required UsageOptions Options { get; init; }
    public required TemplateImages Templates { get; init; }
    public required ParameterImages Parameters { get; init; }
    public required ParameterValues Values { get; init; }
    public required TimeProvider Time { get; init; }
    public required string WorkingDirectory { get; init; }
}

/// <summary>Collects what one source finds.</summary>
internal sealed class Uses(string source, UsageContext context)
{
    private readonly List<ImageUse> found = [];

    public IReadOnlyList<ImageUse> Found => found;

    public void Add(string? imageId, string resource, string? account = null)
    {
        if (imageId is not null && context.Wanted.TryGetValue(imageId, out var own))
            found.Add(new() { ImageId = own, Source = source, Resource = resource, AccountId = account ?? context.Place.AccountId, Region = context.Place.Region });
    }

    public void Add(IEnumerable<string> imageIds, string resource)
    {
        foreach (var id in imageIds) Add(id, resource);
    }
}
