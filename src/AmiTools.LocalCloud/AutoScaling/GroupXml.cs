using AmiTools.LocalCloud.Ec2;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.AutoScaling;

/// <summary>How a group is shown.</summary>
internal static class GroupXml
{
    public static void Write(QueryCall call, XmlOut x, CloudGroup group, bool withInstances)
    {
        x.Text("AutoScalingGroupName", group.Name);
        x.Text("AutoScalingGroupARN", $"arn:aws:autoscaling:{call.Region.Name}:{group.OwnerId}:autoScalingGroup:{group.Sequence:x8}:autoScalingGroupName/{group.Name}");
        x.Text("LaunchConfigurationName", group.Source.LaunchConfiguration);
        if (group.Source.Template is { } template)
        {
            if (!group.Source.IsMixed) x.Element("LaunchTemplate", () => LaunchTemplates.Write(x, template, pascal: true));
            else x.Element("MixedInstancesPolicy", () => x.Element("LaunchTemplate", () =>
            {
                x.Element("LaunchTemplateSpecification", () => LaunchTemplates.Write(x, template, pascal: true));
                x.Set("Overrides", group.Source.Overrides, o =>
                {
                    x.Text("InstanceType", o.InstanceType);
                    if (o.Template is { } own) x.Element("LaunchTemplateSpecification", () => LaunchTemplates.Write(x, own, pascal: true));
                    x.Text("ImageId", o.ImageId);
                });
            }));
        }
        x.Text("MinSize", group.MinSize);
        x.Text("MaxSize", group.MaxSize);
        x.Text("DesiredCapacity", group.DesiredCapacity);
        x.Text("DefaultCooldown", 300);
        x.Values("AvailabilityZones", [call.Region.Name + "a"]);
        x.Text("HealthCheckType", "EC2");
        x.Text("HealthCheckGracePeriod", 0);
        x.Set("Instances", withInstances ? group.Instances.Where(i => !i.IsWarm) : [], i => Instance(call, x, i));
        x.Time("CreatedTime", group.Created);
        x.Text("VPCZoneIdentifier", group.Subnets);
        if (group.WarmPool is { } pool)
        {
            Pool(x, pool);
            x.Text("WarmPoolSize", group.Instances.Count(i => i.IsWarm));
        }
        x.Set("Tags", group.Tags.Seen(call.Now), t =>
        {
            x.Text("ResourceId", group.Name);
            x.Text("ResourceType", "auto-scaling-group");
            x.Text("Key", t.Key);
            x.Text("Value", t.Value);
            x.Flag("PropagateAtLaunch", false);
        });
    }

    public static void Pool(XmlOut x, CloudWarmPool pool) => x.Element("WarmPoolConfiguration", () =>
    {
        x.Text("MinSize", pool.MinSize);
        if (pool.MaxPrepared is { } most) x.Text("MaxGroupPreparedCapacity", most);
        x.Text("PoolState", pool.State);
    });

    public static void Instance(QueryCall call, XmlOut x, GroupInstance instance)
    {
        x.Text("InstanceId", instance.InstanceId);
        x.Text("InstanceType", call.Region.Find<CloudInstance>(instance.InstanceId)?.InstanceType);
        x.Text("AvailabilityZone", call.Region.Name + "a");
        x.Text("LifecycleState", instance.IsWarm ? "Warmed:Stopped" : "InService");
        x.Text("HealthStatus", "Healthy");
        x.Text("LaunchConfigurationName", instance.LaunchConfiguration);
        if (instance.Template is { } template) x.Element("LaunchTemplate", () => LaunchTemplates.Write(x, template, pascal: true));
        x.Flag("ProtectedFromScaleIn", false);
    }
}
