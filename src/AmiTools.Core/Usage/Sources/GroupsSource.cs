using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

/// <summary>
/// A group's template, its mixed-instances base and overrides (an override may have a template and an image of its own),
/// and what its instances and its warm pool's were launched from. Its launch configuration is a source of its own.
/// </summary>
internal sealed class GroupsSource : IUsageSource
{
    public string Name => "auto-scaling-groups";
    public string Reads => "Auto Scaling groups: template, mixed-instances base, overrides (template and image), instances' templates, warm pools";
    public IReadOnlyList<string> Permissions => ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeWarmPool", "ec2:DescribeLaunchTemplateVersions", "ssm:GetParameter"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        await foreach (var page in context.Aws.PagesAsync(token => new DescribeAutoScalingGroups { MaxRecords = 100, NextToken = token }, cancel).ConfigureAwait(false))
            foreach (var group in page.Items) await AddAsync(group, context, uses, cancel).ConfigureAwait(false);
        return uses.Found;
    }

    private static async Task AddAsync(AutoScalingGroup group, UsageContext context, Uses uses, CancellationToken cancel)
    {
        await TemplateAsync(group.LaunchTemplate, group.Name).ConfigureAwait(false);
        if (group.MixedInstancesPolicy?.LaunchTemplate is { } mixed)
        {
            await TemplateAsync(mixed.LaunchTemplate, group.Name + ", mixed instances").ConfigureAwait(false);
            foreach (var own in mixed.Overrides)
            {
                var resource = $"{group.Name}, override {own.InstanceType}";
                await TemplateAsync(own.LaunchTemplate, resource).ConfigureAwait(false);
                uses.Add(await context.Parameters.OfAsync(own.ImageId, cancel).ConfigureAwait(false), resource);
            }
        }
        await InstancesAsync(group.Instances, group.Name + ", instances").ConfigureAwait(false);
        if (group.WarmPoolConfiguration is null) return;
        await foreach (var page in context.Aws.PagesAsync(token => new DescribeWarmPool { AutoScalingGroupName = group.Name, NextToken = token }, cancel).ConfigureAwait(false))
            await InstancesAsync(page.Items, group.Name + ", warm pool").ConfigureAwait(false);

        async Task TemplateAsync(LaunchTemplateSpecification? template, string resource) => uses.Add(await context.Templates.OfAsync(template).ConfigureAwait(false), resource);

        async Task InstancesAsync(IReadOnlyList<AutoScalingInstance> instances, string resource)
        {
            foreach (var template in instances.Select(i => i.LaunchTemplate).OfType<LaunchTemplateSpecification>().Distinct()) await TemplateAsync(template, resource).ConfigureAwait(false);
        }
    }
}
