using AmiTools.Aws;
using AmiTools.Core.Access;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>Pins images, or takes their pins off.</summary>
public sealed class PinImages(Surroundings surroundings)
{
    private const int LongestReason = 150;
    private const int LongestName = 60;

    /// <summary>The images, as they would be; changes nothing.</summary>
    /// <exception cref="AmiToolsException">The request is wrong, or an image is not there.</exception>
    public async Task<IReadOnlyList<PinnedImage>> PlanAsync(PinRequest request, IReporter reporter, CancellationToken cancel)
    {
        var pin = request.Remove ? null : Text(request);
        using var images = new SharedImages(surroundings);
        await images.ConnectAsync(request.Targets, reporter, cancel).ConfigureAwait(false);
        var found = await images.FindAsync(request.Images, cancel, disabled: true).ConfigureAwait(false);
        return [.. found.Select(f => Of(f, pin))];
    }

    /// <summary>Pins one image of a plan, or takes its pin off.</summary>
    /// <exception cref="AmiToolsException">EC2 refused.</exception>
    public async Task RunAsync(PinRequest request, PinnedImage planned, IReporter reporter, CancellationToken cancel)
    {
        using var images = new SharedImages(surroundings);
        await images.ConnectAsync(request.Targets with { Names = request.Targets.Direct is null ? [planned.Target] : [] }, reporter, cancel).ConfigureAwait(false);
        var aws = images.In(planned.Target).Aws;
        try
        {
            if (planned.Pinned is { } pin) await aws.SendAsync(new CreateTags { Resources = [planned.ImageId], Tags = [new Tag { Key = TagNames.Pinned, Value = pin }] }, cancel).ConfigureAwait(false);
            else await aws.SendAsync(new DeleteTags { Resources = [planned.ImageId], Tags = [new Tag { Key = TagNames.Pinned }] }, cancel).ConfigureAwait(false);
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("PinFailed", AwsFailure.KindOf(e), $"{TagNames.Pinned} of {planned.ImageId} in {planned.Target} can't be {(planned.Pinned is null ? "taken off" : "written")}: {e.Message}", planned.ImageId, e);
        }
    }

    private string Text(PinRequest request)
    {
        if (request.Until <= surroundings.Time.GetUtcNow())
            throw new AmiToolsException("PinInThePast", FailureKind.InvalidInput, $"A pin until {TagDate.Text(request.Until.Value)} would be over already; expected a time to come.", request.Until);
        if (request.Reason is { } reason && (reason.Trim().Length == 0 || reason.Length > LongestReason || reason.Any(char.IsControl)))
            throw new AmiToolsException("PinReasonInvalid", FailureKind.InvalidInput, $"The reason has {reason.Length} characters; expected 1 to {LongestReason} on one line: it is kept in a tag.", reason);
        var by = request.By ?? (surroundings.Variables.TryGetValue("USER", out var user) || surroundings.Variables.TryGetValue("USERNAME", out user) ? user : "somebody");
        // The words of a pin are told apart by spaces and a colon.
        by = new string([.. by.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '@' or '+' or '/' ? c : '-').Take(LongestName)]);
        return Pin.Text(by.Length == 0 ? "somebody" : by, request.Until, request.Reason?.Trim());
    }

    private static PinnedImage Of(OwnedImage found, string? pin)
    {
        var ami = found.Image.ToAmi(found.Connection.Target.Name, found.Connection.AccountId, found.Connection.Region);
        return new() { ImageId = ami.ImageId, Name = ami.Name, Version = ami.Version, Target = ami.Target, Pinned = pin, PinnedBefore = found.Image.Tags.FirstOrDefault(t => t.Key == TagNames.Pinned)?.Value };
    }
}
