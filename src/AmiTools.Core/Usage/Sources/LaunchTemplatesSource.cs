using System.Globalization;
using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

/// <summary>The default and the latest version, and older ones down to a depth. Versions that groups and fleets name are theirs to tell.</summary>
internal sealed class LaunchTemplatesSource : IUsageSource
{
    public string Name => "launch-templates";
    public string Reads => "Launch templates: default and latest version, and the newest 10 (or as many as chosen); `resolve:ssm:` resolved";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeLaunchTemplateVersions", "ssm:GetParameter"];
    public bool IsRequired => true;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        var uses = new Uses(Name, context);
        foreach (var template in (await context.Templates.AllAsync().ConfigureAwait(false)).Values.Distinct())
        {
            foreach (var version in template.Versions) await AddAsync(version).ConfigureAwait(false);
            var oldest = Math.Max(1, template.Latest - context.Options.TemplateDepth + 1);
            // Where the default and the latest are all there is, nothing more is asked.
            if (template.Versions.Count(v => v.VersionNumber >= oldest) == template.Latest - oldest + 1) continue;
            await foreach (var page in context.Aws.PagesAsync(token => Older(template, oldest, token), cancel).ConfigureAwait(false))
                foreach (var version in page.Items.Where(v => template.Versions.All(t => t.VersionNumber != v.VersionNumber))) await AddAsync(version).ConfigureAwait(false);
        }
        return uses.Found;

        async Task AddAsync(LaunchTemplateVersion version) => uses.Add(
            await context.Parameters.OfAsync(version.Data?.ImageId, cancel).ConfigureAwait(false),
            $"{version.LaunchTemplateId} ({version.LaunchTemplateName}) version {version.VersionNumber}{(version.DefaultVersion ? ", default" : "")}");
    }

    private static DescribeLaunchTemplateVersions Older(CurrentTemplate template, long oldest, string? token) =>
        new() { LaunchTemplateId = template.Id, MinVersion = oldest.ToString(CultureInfo.InvariantCulture), MaxResults = 200, NextToken = token };
}
