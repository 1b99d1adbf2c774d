using AmiTools.Aws;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>
/// Images that a parameter named before: whoever goes back to an earlier value must find its image. Only parameters that name
/// an image now are pointers. A cleanup asks it besides the sources of use.
/// </summary>
internal sealed class ParameterHistorySource(int depth) : IUsageSource
{
    public const string SourceName = "parameter-history";

    public string Name => SourceName;
    public string Reads => "Parameter Store: earlier values of parameters that name an image";
    public IReadOnlyList<string> Permissions => ["ssm:DescribeParameters", "ssm:GetParameters", "ssm:GetParameterHistory"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        foreach (var parameter in await context.Values.ReadAsync().ConfigureAwait(false))
        {
            if (ImageIds.In(parameter.Value).Any()) await ReadAsync(context.Aws, parameter.Name, uses, cancel).ConfigureAwait(false);
        }
        return uses.Found;
    }

    private async Task ReadAsync(IAws aws, string name, Uses uses, CancellationToken cancel)
    {
        try
        {
            // Oldest first, so that the newest are known only at the end.
            var all = await aws.AllAsync(t => new GetParameterHistory { Name = name, MaxResults = 50, NextToken = t }, (ParameterHistoryPage p) => p.Items, cancel).ConfigureAwait(false);
            foreach (var before in all.OrderByDescending(p => p.Version).Take(depth)) uses.Add(ImageIds.In(before.Value ?? ""), $"{name} version {before.Version}");
        }
        catch (AwsException e) when (e.Code == "ParameterNotFound")
        {
            // Gone since it was read.
        }
    }
}
