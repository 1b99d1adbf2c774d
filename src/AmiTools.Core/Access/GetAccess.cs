using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Access;

/// <summary>Tells who may use images and their snapshots; changes nothing.</summary>
public sealed class GetAccess(Surroundings surroundings)
{
    public async Task<IReadOnlyList<AmiAccess>> RunAsync(AccessRequest request, IReporter reporter, CancellationToken cancel)
    {
        using var images = new SharedImages(surroundings);
        await images.ConnectAsync(request.Targets, reporter, cancel).ConfigureAwait(false);
        var found = new List<AmiAccess>();
        foreach (var image in await images.FindAsync(request.Images, cancel).ConfigureAwait(false))
        {
            try
            {
                found.Add(await AccessReader.Of(image.Connection, image.Aws).ReadAsync(image.Image, cancel).ConfigureAwait(false));
            }
            catch (AwsException e)
            {
                throw new AmiToolsException("AccessUnreadable", AwsFailure.KindOf(e), $"Who may use {image.Image.ImageId} can't be read (account {image.Connection.AccountId}, {image.Connection.Region}): {e.Message}", image.Image.ImageId, e);
            }
        }
        return found;
    }
}
