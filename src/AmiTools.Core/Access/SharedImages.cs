using System.Text.RegularExpressions;
using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Access;

/// <summary>An image and the way to its owner's account.</summary>
internal sealed record OwnedImage(ITargetConnection Connection, IAws Aws, Image Image);

/// <summary>Finds images by id, or as <c>name@version</c>, in the targets that own them.</summary>
internal sealed class SharedImages(Surroundings surroundings) : IDisposable
{
    private static readonly Regex id = new(@"^ami-([0-9a-f]{8}|[0-9a-f]{17})\z", RegexOptions.CultureInvariant);
    private readonly List<(ITargetConnection Connection, IAws Aws)> connections = [];

    /// <summary>Connects the targets.</summary>
    public async Task ConnectAsync(TargetSelection selection, IReporter reporter, CancellationToken cancel)
    {
        var targets = EstateFinder.Choose(EstateFinder.Load(selection, surroundings.WorkingDirectory, surroundings.WorkingDirectory), selection);
        foreach (var connecting in targets.Select(t => surroundings.Connector.ConnectAsync(t, reporter, cancel)).ToList())
        {
            var connection = await connecting.ConfigureAwait(false);
            connections.Add((connection, new RateLimitedAws(connection.Aws, surroundings.Time)));
        }
    }

    /// <summary>The images: of an id one, of a name and version one in each target that has it. Disabled ones are seen only if asked for.</summary>
    /// <exception cref="ProblemsFoundException">All that are not there, or ambiguous.</exception>
    public async Task<IReadOnlyList<OwnedImage>> FindAsync(IReadOnlyList<string> given, CancellationToken cancel, bool disabled = false)
    {
        var (found, problems) = (new List<OwnedImage>(), new List<Problem>());
        foreach (var text in given.Select(g => g.Trim()).Distinct(StringComparer.Ordinal))
        {
            var filters = Filters(text, problems);
            if (filters is null) continue;
            var before = found.Count;
            foreach (var (connection, aws) in connections)
            {
                try
                {
                    var images = await aws.AllAsync(t => new DescribeImages { Owners = ["self"], Filters = filters, IncludeDeprecated = true, IncludeDisabled = disabled ? true : null, NextToken = t }, (ImagePage p) => p.Items, cancel).ConfigureAwait(false);
                    if (images.Count > 1)
                        problems.Add(new("VersionAmbiguous", $"{text} is there {images.Count} times (account {connection.AccountId}, {connection.Region}): {string.Join(", ", images.Select(i => i.ImageId))}. Name the image by its id.", Target: connection.Target.Name));
                    found.AddRange(images.Take(1).Select(i => new OwnedImage(connection, aws, i)));
                }
                catch (AwsException e)
                {
                    throw new AmiToolsException("LookupFailed", AwsFailure.KindOf(e), $"The images of the target '{connection.Target.Name}' (account {connection.AccountId}, {connection.Region}) can't be read: {e.Message}", text, e);
                }
            }
            if (found.Count == before && problems.All(p => p.Id != "VersionAmbiguous"))
                problems.Add(new("ImageNotFound", $"The image {text} is owned by none of the targets {string.Join(", ", connections.Select(c => $"{c.Connection.Target.Name} (account {c.Connection.AccountId}, {c.Connection.Region})"))}. An image is changed, shared and copied by its owner alone."));
        }
        if (problems.Count == 0) return found;
        throw new ProblemsFoundException(problems.Count == 1 ? problems[0].Id : "ProblemsFound", $"Nothing was done. {Counted.Of(problems.Count, "problem")}:", problems, string.Join(", ", given), problems.All(p => p.Id == "ImageNotFound") ? FailureKind.NotFound : FailureKind.InvalidInput);
    }

    /// <summary>The ways to all targets.</summary>
    public IReadOnlyList<OwnedImage> Targets => [.. connections.Select(c => new OwnedImage(c.Connection, c.Aws, new Image()))];

    /// <summary>True of an id's form.</summary>
    public static bool IsId(string text) => id.IsMatch(text);

    /// <summary>The way to a target, for what is not about one image of it.</summary>
    public OwnedImage In(string target)
    {
        var (connection, aws) = connections.First(c => c.Connection.Target.Name == target);
        return new(connection, aws, new Image());
    }

    public void Dispose()
    {
        foreach (var (connection, _) in connections) connection.Dispose();
    }

    private static IReadOnlyList<Filter>? Filters(string text, List<Problem> problems)
    {
        if (id.IsMatch(text)) return [new Filter("image-id", text)];
        var at = text.LastIndexOf('@');
        if (at > 0 && VersionPattern.Parse(text.Substring(at + 1)).Exact is { } version)
            return [new Filter("tag:" + TagNames.Image, FilterValue.Exactly(text.Substring(0, at))), new Filter("tag:" + TagNames.Version, FilterValue.Exactly(version))];
        problems.Add(new("ImageIdInvalid", $"'{text}' is no image; expected an id (ami-0123456789abcdef0), or a name with its exact version (web@2.0.57)."));
        return null;
    }
}
