using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>Disabled, deprecated, protected from deregistration.</summary>
internal static class ImageStages
{
    private static readonly TimeSpan cooldown = TimeSpan.FromHours(24);

    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["DisableImage"] = Disable,
        ["EnableImage"] = (call, x) => Change(call, x, image => image.IsDisabled = false),
        ["EnableImageDeprecation"] = Deprecate,
        ["DisableImageDeprecation"] = (call, x) => Change(call, x, image => image.DeprecationTime = null),
        ["EnableImageDeregistrationProtection"] = (call, x) => Protect(call, x, _ => new(true, call.Flag("WithCooldown"))),
        ["DisableImageDeregistrationProtection"] = (call, x) => Protect(call, x, old => old is { IsOn: true, WithCooldown: true } ? new(false, true, call.Now + cooldown) : old with { IsOn = false }),
    };

    /// <summary>Every share goes, and enabling does not bring it back.</summary>
    private static void Disable(QueryCall call, XmlOut x) => Change(call, x, image =>
    {
        if (image.State(call.Now) is "pending" or "failed") throw new CloudError("InvalidAMIID.Unavailable", $"The image ID '{image.Id}' is not available");
        image.IsDisabled = true;
        image.IsPublic = false;
        image.LaunchPermissions.Clear();
        image.OrganizationPermissions.Clear();
    });

    private static void Deprecate(QueryCall call, XmlOut x) => Change(call, x, image =>
    {
        var at = call.Time("DeprecateAt") ?? throw CloudError.Missing("DeprecateAt");
        if (at <= call.Now) throw CloudError.InvalidParameter($"The deprecation date {XmlOut.Iso(at)} is in the past");
        if (at > call.Now.AddYears(image.IsPublic ? 2 : 10)) throw CloudError.InvalidParameter($"The deprecation date {XmlOut.Iso(at)} is more than {(image.IsPublic ? 2 : 10)} years ahead");
        image.DeprecationTime = new DateTimeOffset((at.UtcTicks + (TimeSpan.TicksPerMinute / 2)) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
    });

    private static void Change(QueryCall call, XmlOut x, Action<CloudImage> change)
    {
        change(Images.Owned(call, call.Required("ImageId")));
        x.Flag("return", true);
    }

    private static void Protect(QueryCall call, XmlOut x, Func<ImageProtection, ImageProtection> change)
    {
        var image = Images.Owned(call, call.Required("ImageId"));
        image.Protection = change(image.Protection);
        x.Text("return", "true");
    }
}
