using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

/// <summary>A fleet of type instant is told to nobody who does not know its id; it launches once, and its instances are seen as instances.</summary>
internal sealed class FleetsSource : IUsageSource
{
    public string Name => "ec2-fleets";
    public string Reads => "EC2 Fleets (maintain, request) that are not deleted or failed: templates, and images of overrides";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeFleets", "ec2:DescribeLaunchTemplateVersions", "ssm:GetParameter"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        await foreach (var page in context.Aws.PagesAsync(token => new DescribeFleets { MaxResults = 1000, NextToken = token }, cancel).ConfigureAwait(false))
        {
            foreach (var fleet in page.Items.Where(f => f.State is not ("deleted" or "failed")))
            {
                var resource = $"{fleet.FleetId} ({fleet.State})";
                foreach (var config in fleet.LaunchTemplateConfigs)
                {
                    uses.Add(await context.Templates.OfAsync(config.LaunchTemplate).ConfigureAwait(false), resource);
                    foreach (var own in config.Overrides)
                        uses.Add(await context.Parameters.OfAsync(own.ImageId, cancel).ConfigureAwait(false), $"{resource}, override {own.InstanceType}");
                }
            }
        }
        return uses.Found;
    }
}
