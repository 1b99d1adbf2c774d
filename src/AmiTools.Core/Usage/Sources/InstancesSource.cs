using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

/// <summary>A stopped instance uses its image as much as a running one: it may be the only trace of what it was made from.</summary>
internal sealed class InstancesSource : IUsageSource
{
    public string Name => "instances";
    public string Reads => "Instances in every state but terminated";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeInstances"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        var filter = new Filter("instance-state-name", "pending", "running", "shutting-down", "stopping", "stopped");
        await foreach (var page in context.Aws.PagesAsync(token => new DescribeInstances { Filters = [filter], MaxResults = 1000, NextToken = token }.Reading<BulkReservationPage>(), cancel).ConfigureAwait(false))
        {
            foreach (var instance in page.Items.SelectMany(r => r.Instances)) uses.Add(instance.ImageId, $"{instance.InstanceId} ({instance.State?.Name})");
        }
        return uses.Found;
    }
}
