using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>One image, as EC2 shows it now.</summary>
internal static class TargetImage
{
    /// <summary>The image; null if it can't be seen (yet, or any more).</summary>
    public static async Task<Image?> ReadAsync(ITargetConnection connection, string id, CancellationToken cancel)
    {
        try
        {
            var page = await connection.Aws.SendAsync(new DescribeImages { ImageIds = [id] }, cancel).ConfigureAwait(false);
            return page.Items.FirstOrDefault();
        }
        catch (AwsException e) when (e.Code == "InvalidAMIID.NotFound")
        {
            return null;
        }
    }
}
