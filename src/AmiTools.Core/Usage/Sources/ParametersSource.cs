using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

/// <summary>
/// Values are read by name: whether GetParametersByPath of <c>/</c> tells also those whose name has no slash is not
/// documented. SecureStrings are left alone, and so is what AmiTools itself keeps there.
/// </summary>
internal sealed class ParametersSource : IUsageSource
{
    private const int NamesPerCall = 10;

    public string Name => "parameters";
    public string Reads => "Parameter Store: current values of type String and StringList, of data type aws:ec2:image or with image ids in plain text";
    public IReadOnlyList<string> Permissions => ["ssm:DescribeParameters", "ssm:GetParameters"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        var filter = new ParameterFilter { Key = "Type", Values = ["String", "StringList"] };
        var names = new List<string>();
        await foreach (var page in context.Aws.PagesAsync(token => new DescribeParameters { ParameterFilters = [filter], MaxResults = 50, NextToken = token }, cancel).ConfigureAwait(false))
            names.AddRange(page.Items.Select(p => p.Name).Where(n => !n.StartsWith("/amitools/", StringComparison.Ordinal)));
        for (var start = 0; start < names.Count; start += NamesPerCall)
        {
            // A name that is gone by now comes back as invalid and uses nothing.
            var result = await context.Aws.SendAsync(new GetParameters { Names = names.GetRange(start, Math.Min(NamesPerCall, names.Count - start)) }, cancel).ConfigureAwait(false);
            foreach (var parameter in result.Parameters) uses.Add(ImageIds.In(parameter.Value), parameter.Name);
        }
        return uses.Found;
    }
}
