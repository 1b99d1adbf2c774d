using AmiTools.Aws;

namespace AmiTools.Core.Usage.Sources;

/// <summary>
/// Use by accounts that an image is shared with and that are no target: only EC2's usage reports can tell. The accounts
/// of targets answer by their own sources. Two calls an image and more, so only a chosen few are asked about.
/// </summary>
internal sealed class SharesSource : IUsageSource
{
    private static readonly TimeSpan freshness = TimeSpan.FromHours(24);

    public string Name => "shares";
    public string Reads => "Launch permissions; usage reports of accounts that are no target (not older than 24 hours); for at most 200 images at once";
    public IReadOnlyList<string> Permissions => ["ec2:DescribeImageAttribute", "ec2:DescribeImageUsageReports", "ec2:DescribeImageUsageReportEntries", "ec2:CreateImageUsageReport"];
    public bool IsRequired => false;

    public async Task<IReadOnlyList<ImageUse>> ReadAsync(UsageContext context, CancellationToken cancel)
    {
        if (context.Chosen.Count > ReferencesSource.Most) throw new SourceUnknownException($"asked for at most {ReferencesSource.Most} images at once");
        var uses = new Uses(Name, context);
        var unknown = new List<string>();
        foreach (var image in context.Chosen)
        {
            var permissions = (await context.Aws.SendAsync(new DescribeImageAttribute { ImageId = image.ImageId }, cancel).ConfigureAwait(false)).LaunchPermissions;
            var others = permissions.Where(p => p.UserId is null || !context.Accounts.Contains(p.UserId)).ToList();
            if (others.Count == 0) continue;
            if (await AddAsync(image.ImageId, context, uses, cancel).ConfigureAwait(false) is { } cause)
                unknown.Add($"{image.ImageId} is shared with {string.Join(", ", others.Select(p => p.UserId ?? p.OrganizationArn ?? p.OrganizationalUnitArn ?? "everybody"))}, and {cause}");
        }
        // What was found would be dropped by the exception, but then the state is unknown, which keeps the image as well.
        return unknown.Count == 0 ? uses.Found : throw new SourceUnknownException(string.Join("; ", unknown));
    }

    /// <summary>Null, or why nothing is known.</summary>
    private static async Task<string?> AddAsync(string imageId, UsageContext context, Uses uses, CancellationToken cancel)
    {
        var reports = await context.Aws.AllAsync(token => new DescribeImageUsageReports { ImageIds = [imageId], NextToken = token }, (ImageUsageReportPage p) => p.Items, cancel).ConfigureAwait(false);
        var ready = reports.Where(r => r.State == "available" && context.Time.GetUtcNow() - r.CreationTime < freshness).OrderByDescending(r => r.CreationTime).FirstOrDefault();
        if (ready is not null)
        {
            await foreach (var page in context.Aws.PagesAsync(token => new DescribeImageUsageReportEntries { ReportIds = [ready.ReportId], NextToken = token }, cancel).ConfigureAwait(false))
                foreach (var entry in page.Items.Where(e => e.UsageCount > 0)) uses.Add(entry.ImageId, $"{entry.UsageCount} {entry.ResourceType}", entry.AccountId);
            return null;
        }
        if (reports.Any(r => r.State == "pending")) return "its usage report is not ready yet; ask again later";
        if (!context.Options.CreateReports) return "it has no usage report of the last 24 hours; have one made with -UsageReport";
        await context.Aws.SendAsync(new CreateImageUsageReport { ImageId = imageId, ResourceTypes = [new() { ResourceType = "ec2:Instance" }, new() { ResourceType = "ec2:LaunchTemplate" }] }, cancel).ConfigureAwait(false);
        return "its usage report has just been begun; ask again later";
    }
}
