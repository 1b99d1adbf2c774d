using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Definitions;

/// <summary>Finds the base image that a reference means in one target.</summary>
public static class BaseImageResolver
{
    /// <exception cref="AmiToolsException">BaseImageNotFound, BaseImageUnreadable.</exception>
    public static async Task<BaseImage> ResolveAsync(ITargetConnection connection, BaseImageReference reference, CancellationToken cancel)
    {
        try
        {
            var image = reference switch
            {
                BaseImageReference.ById byId => await ByIdAsync(connection.Aws, byId.Id, cancel).ConfigureAwait(false),
                BaseImageReference.ByParameter parameter => await ByIdAsync(connection.Aws, (await connection.Aws.SendAsync(new GetParameter { Name = parameter.Name }, cancel).ConfigureAwait(false)).Parameter.Value, cancel).ConfigureAwait(false),
                BaseImageReference.ByFilter filter => await ByFilterAsync(connection.Aws, filter, cancel).ConfigureAwait(false),
                BaseImageReference.ByVersion version => await ByVersionAsync(connection.Aws, version, cancel).ConfigureAwait(false),
                _ => null,
            };
            if (image is null) throw NotFound(connection, reference, "nothing matches");
            if (image.State != "available") throw NotFound(connection, reference, $"{image.ImageId} is {image.State}, not available");
            string? Tag(string key) => image.Tags.FirstOrDefault(t => t.Key == key)?.Value;
            return new(connection.Target.Name, image.ImageId, image.Name, image.OwnerId, image.CreationDate, Tag(TagNames.Pair), Tag(TagNames.Version), image.RootDeviceType);
        }
        catch (AwsException e) when (AwsFailure.KindOf(e) is FailureKind.NotFound or FailureKind.InvalidInput)
        {
            throw NotFound(connection, reference, e.Message);
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("BaseImageUnreadable", AwsFailure.KindOf(e), $"The base image '{reference.Text}' can't be looked up in {Where(connection)}: {e.Message}", reference.Text, e);
        }
    }

    private static async Task<Image?> ByIdAsync(IAws aws, string id, CancellationToken cancel) =>
        (await aws.SendAsync(new DescribeImages { ImageIds = [id] }, cancel).ConfigureAwait(false)).Items.FirstOrDefault();

    private static async Task<Image?> ByFilterAsync(IAws aws, BaseImageReference.ByFilter filter, CancellationToken cancel)
    {
        var filters = filter.Filters.Select(f => new Filter(f.Key, f.Value)).Append(new Filter("state", "available")).ToArray();
        var all = await aws.AllAsync(token => new DescribeImages { Owners = filter.Owners, Filters = filters, MaxResults = 1000, NextToken = token }, (ImagePage p) => p.Items, cancel).ConfigureAwait(false);
        return all.OrderByDescending(i => i.CreationDate).ThenBy(i => i.ImageId, StringComparer.Ordinal).FirstOrDefault();
    }

    private static async Task<Image?> ByVersionAsync(IAws aws, BaseImageReference.ByVersion version, CancellationToken cancel)
    {
        Filter[] filters = [new("tag:" + TagNames.Image, version.Name), new("tag:" + TagNames.State, TagNames.Complete), new("tag:" + TagNames.Version, version.Version.Filter), new("state", "available")];
        var all = await aws.AllAsync(token => new DescribeImages { Owners = ["self"], Filters = filters, MaxResults = 1000, NextToken = token }, (ImagePage p) => p.Items, cancel).ConfigureAwait(false);
        string? Version(Image i) => i.Tags.FirstOrDefault(t => t.Key == TagNames.Version)?.Value;
        return all.Where(i => version.Version.Matches(Version(i), includePrerelease: false))
            .OrderByDescending(Version, Comparer<string?>.Create(Images.VersionPattern.Compare)).FirstOrDefault();
    }

    private static AmiToolsException NotFound(ITargetConnection connection, BaseImageReference reference, string why) =>
        new("BaseImageNotFound", FailureKind.NotFound, $"There is no base image '{reference.Text}' in {Where(connection)}: {why}.", reference.Text);

    private static string Where(ITargetConnection connection) => $"the target '{connection.Target.Name}' (account {connection.AccountId}, {connection.Region})";
}
