using AmiTools.LocalCloud.Ec2;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.AutoScaling;

internal static class LaunchConfigurations
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateLaunchConfiguration"] = Create,
        ["DescribeLaunchConfigurations"] = Describe,
        ["DeleteLaunchConfiguration"] = Delete,
    };

    public static readonly PageSize PageSize = new(Least: 1, Most: 100, Default: 50, Parameter: "MaxRecords");

    public static CloudLaunchConfiguration Owned(QueryCall call, string name) => call.Own<CloudLaunchConfiguration>().FirstOrDefault(c => c.Name == name)
        ?? throw CloudError.InvalidParameter($"Launch configuration name not found - Launch configuration {name} not found");

    private static void Create(QueryCall call, XmlOut x)
    {
        var name = call.Required("LaunchConfigurationName");
        if (call.Own<CloudLaunchConfiguration>().Any(c => c.Name == name)) throw new CloudError("AlreadyExists", $"Launch Configuration by this name already exists - A launch configuration already exists with the name {name}");
        call.Region.Add(new CloudLaunchConfiguration
        {
            Id = $"launch-configuration/{call.Account}/{name}",
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            Name = name,
            ImageId = Images.Launchable(call, call.Required("ImageId")).Id,
            InstanceType = call.Required("InstanceType"),
        });
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var names = call.List("LaunchConfigurationNames").ToHashSet(StringComparer.Ordinal);
        var page = Pages.Of(call, call.OwnRest<CloudLaunchConfiguration>().Where(c => names.Count == 0 || names.Contains(c.Name)), PageSize);
        x.Set("LaunchConfigurations", page.Items, c =>
        {
            x.Text("LaunchConfigurationName", c.Name);
            x.Text("LaunchConfigurationARN", $"arn:aws:autoscaling:{call.Region.Name}:{c.OwnerId}:launchConfiguration::launchConfigurationName/{c.Name}");
            x.Text("ImageId", c.ImageId);
            x.Text("InstanceType", c.InstanceType);
            x.Set("SecurityGroups", Array.Empty<string>(), _ => { });
            x.Set("BlockDeviceMappings", Array.Empty<string>(), _ => { });
            x.Time("CreatedTime", c.Created);
        });
        x.Text("NextToken", page.NextToken);
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var configuration = Owned(call, call.Required("LaunchConfigurationName"));
        if (call.Own<CloudGroup>().FirstOrDefault(g => g.Source.LaunchConfiguration == configuration.Name) is { } group)
            throw new CloudError("ResourceInUse", $"Cannot delete launch configuration {configuration.Name} because it is attached to AutoScalingGroup {group.Name}");
        call.Region.Remove(configuration);
    }
}
