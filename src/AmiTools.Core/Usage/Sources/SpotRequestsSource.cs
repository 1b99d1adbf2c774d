using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

/// <summary>A persistent request that is disabled for a stopped instance may start again, so it counts.</summary>
internal sealed class SpotRequestsSource : IUsageSource
{
    public string Name => "spot-requests";
    public string Reads => "Spot requests that are open, active or disabled";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeSpotInstanceRequests"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        await foreach (var page in context.Aws.PagesAsync(token => new DescribeSpotInstanceRequests { MaxResults = 1000, NextToken = token }, cancel).ConfigureAwait(false))
        {
            foreach (var request in page.Items.Where(r => r.State is not ("closed" or "cancelled" or "failed")))
                uses.Add(request.LaunchSpecification?.ImageId, $"{request.SpotInstanceRequestId} ({request.State})");
        }
        return uses.Found;
    }
}
