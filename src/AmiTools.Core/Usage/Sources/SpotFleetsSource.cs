using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

internal sealed class SpotFleetsSource : IUsageSource
{
    public string Name => "spot-fleets";
    public string Reads => "Spot Fleet requests that are not cancelled or failed: launch specifications and templates";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeSpotFleetRequests", "ec2:DescribeLaunchTemplateVersions", "ssm:GetParameter"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        await foreach (var page in context.Aws.PagesAsync(token => new DescribeSpotFleetRequests { MaxResults = 1000, NextToken = token }, cancel).ConfigureAwait(false))
        {
            foreach (var fleet in page.Items.Where(f => f.State is not ("cancelled" or "failed")))
            {
                var resource = $"{fleet.SpotFleetRequestId} ({fleet.State})";
                foreach (var specification in fleet.Config?.LaunchSpecifications ?? [])
                    uses.Add(await context.Parameters.OfAsync(specification.ImageId, cancel).ConfigureAwait(false), resource);
                foreach (var template in fleet.Config?.LaunchTemplateConfigs ?? [])
                    uses.Add(await context.Templates.OfAsync(template.LaunchTemplate).ConfigureAwait(false), resource);
            }
        }
        return uses.Found;
    }
}
