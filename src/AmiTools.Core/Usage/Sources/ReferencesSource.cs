using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

/// <summary>EC2's own answer, as a second witness: it also knows Image Builder recipes. Ten images a call, so only a chosen few are asked about.</summary>
internal sealed class ReferencesSource : IUsageSource
{
    /// <summary>More would take longer than everything else together.</summary>
    public const int Most = 200;
    private const int ImagesPerCall = 10;

    public string Name => "image-references";
    public string Reads => "DescribeImageReferences, where the endpoint has it: instances, launch templates, parameters, Image Builder recipes; for at most 200 images at once";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeImageReferences", "ec2:DescribeInstances", "ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions", "ssm:DescribeParameters", "ssm:GetParameters", "imagebuilder:ListImageRecipes", "imagebuilder:ListContainerRecipes", "imagebuilder:GetContainerRecipe"];
    public bool IsRequired => false;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        if (context.Chosen.Count > Most) throw new SourceUnknownException($"asked for at most {Most} images at once");
        var uses = new Uses(Name, context);
        for (var start = 0; start < context.Chosen.Count; start += ImagesPerCall)
        {
            IReadOnlyList<string> ids = [.. context.Chosen.Skip(start).Take(ImagesPerCall).Select(i => i.ImageId)];
            await foreach (var page in context.Aws.PagesAsync(token => Call(ids, context.Options.TemplateDepth, token), cancel).ConfigureAwait(false))
                foreach (var reference in page.Items) uses.Add(reference.ImageId, reference.Arn ?? reference.ResourceType ?? "");
        }
        return uses.Found;
    }

    // A terminated instance is told too unless the states are named.
    private static DescribeImageReferences Call(IReadOnlyList<string> ids, int depth, string? token) => new()
    {
        ImageIds = ids,
        ResourceTypes =
        [
            new() { ResourceType = "ec2:Instance", Options = [new("state-name", "pending", "running", "shutting-down", "stopping", "stopped")] },
            new() { ResourceType = "ec2:LaunchTemplate", Options = [new("version-depth", depth.ToString(System.Globalization.CultureInfo.InvariantCulture))] },
            new() { ResourceType = "ssm:Parameter" },
            new() { ResourceType = "imagebuilder:ImageRecipe" },
            new() { ResourceType = "imagebuilder:ContainerRecipe" },
        ],
        MaxResults = 1000,
        NextToken = token,
    };
}
