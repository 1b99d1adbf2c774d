using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

internal sealed class LaunchConfigurationsSource : IUsageSource
{
    public string Name => "launch-configurations";
    public string Reads => "Launch configurations, attached to a group or not, all pages";
    public IReadOnlyList<string> Permissions => ["autoscaling:DescribeLaunchConfigurations"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        await foreach (var page in context.Aws.PagesAsync(token => new DescribeLaunchConfigurations { MaxRecords = 100, NextToken = token }, cancel).ConfigureAwait(false))
            foreach (var configuration in page.Items) uses.Add(configuration.ImageId, configuration.Name);
        return uses.Found;
    }
}
