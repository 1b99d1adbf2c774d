namespace AmiTools.Core.Usage.Sources;

/// <summary>Image ids in the values of parameters.</summary>
internal sealed class ParametersSource : IUsageSource
{
    public string Name => "parameters";
    public string Reads => "Parameter Store: current values of type String and StringList, of data type aws:ec2:image or with image ids in plain text";
    public IReadOnlyList<string> Permissions => ["ssm:DescribeParameters", "ssm:GetParameters"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        foreach (var parameter in await context.Values.ReadAsync().ConfigureAwait(false)) uses.Add(ImageIds.In(parameter.Value), parameter.Name);
        return uses.Found;
    }
}
