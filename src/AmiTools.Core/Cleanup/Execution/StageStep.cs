using AmiTools.Aws;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup.Execution;

/// <summary>Takes an image one stage further, and tags it with the stage and the time.</summary>
internal sealed class StageStep(OpenPlace place, TimeProvider time)
{
    /// <exception cref="AwsException">It is as it was, or the stage is not tagged yet: then the next run does it again.</exception>
    public async Task RunAsync(FleetImage image, CleanupDecision stage, CancellationToken cancel)
    {
        var aws = place.Aws!;
        if (stage == CleanupDecision.Disable)
        {
            // Disabling takes all shares away, and enabling does not give them back.
            await new RememberedShares(aws).KeepAsync(image.ImageId, cancel).ConfigureAwait(false);
            await aws.SendAsync(new DisableImage { ImageId = image.ImageId }, cancel).ConfigureAwait(false);
        }
        else
        {
            // EC2 refuses a time that is past, and rounds to the minute.
            await aws.SendAsync(new EnableImageDeprecation { ImageId = image.ImageId, DeprecateAt = time.GetUtcNow().AddMinutes(2) }, cancel).ConfigureAwait(false);
        }
        await aws.SendAsync(new CreateTags { Resources = [image.ImageId], Tags = [new Tag { Key = TagNames.Stage, Value = Stages.Tag(stage, time.GetUtcNow()) }] }, cancel).ConfigureAwait(false);
    }
}
