using AmiTools.Aws;
using AmiTools.Core.Access;

namespace AmiTools.Core.Cleanup.Execution;

/// <summary>Who could launch an image before it was disabled: in Parameter Store, one a line, until it is given back.</summary>
internal sealed class RememberedShares(IAws aws)
{
    private const string Folder = "/amitools/shares/";

    /// <summary>Keeps what is shared now. What was kept before and is taken away by now stays kept.</summary>
    public async Task KeepAsync(string imageId, CancellationToken cancel)
    {
        var permissions = (await aws.SendAsync(new DescribeImageAttribute { ImageId = imageId }, cancel).ConfigureAwait(false)).LaunchPermissions;
        var shares = permissions.Select(p => p.UserId ?? p.OrganizationArn ?? p.OrganizationalUnitArn ?? p.Group).OfType<string>().ToList();
        if (shares.Count == 0) return;
        await aws.SendAsync(new PutParameter { Name = Folder + imageId, Value = string.Join("\n", shares), Overwrite = true, Description = $"AmiTools: who could launch {imageId} before it was disabled" }, cancel).ConfigureAwait(false);
    }

    /// <summary>Gives back what was kept, and forgets it.</summary>
    /// <returns>Who can launch the image again.</returns>
    public async Task<IReadOnlyList<string>> GiveBackAsync(string imageId, CancellationToken cancel)
    {
        string kept;
        try
        {
            kept = (await aws.SendAsync(new GetParameter { Name = Folder + imageId }, cancel).ConfigureAwait(false)).Parameter.Value;
        }
        catch (AwsException e) when (e.Code == "ParameterNotFound")
        {
            return [];
        }
        IReadOnlyList<string> shares = [.. kept.Split(['\n'], StringSplitOptions.RemoveEmptyEntries)];
        await new AccessWriter(aws).ChangeImageAsync(imageId, new() { Added = shares }, cancel).ConfigureAwait(false);
        await aws.SendAsync(new DeleteParameter { Name = Folder + imageId }, cancel).ConfigureAwait(false);
        return shares;
    }
}
