using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>Reports of other accounts' use of an image.</summary>
internal static class UsageReports
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateImageUsageReport"] = Create,
        ["DescribeImageUsageReports"] = Describe,
        ["DescribeImageUsageReportEntries"] = DescribeEntries,
        ["DeleteImageUsageReport"] = Delete,
    };

    private static void Create(QueryCall call, XmlOut x)
    {
        var image = Images.Owned(call, call.Required("ImageId"));
        var types = call.Structures("ResourceType").Select(p => call.Required(p + "ResourceType")).ToArray();
        if (types.Length == 0) throw CloudError.Missing("ResourceTypes");
        if (types.FirstOrDefault(t => t is not ("ec2:Instance" or "ec2:LaunchTemplate")) is { } wrong) throw CloudError.InvalidParameter($"Invalid resource type '{wrong}'");
        var accounts = call.List("AccountId");
        if (accounts.Count > 200) throw CloudError.InvalidParameter("At most 200 account ids can be given");
        if (call.Text("ClientToken") is { } token && call.Own<CloudUsageReport>().FirstOrDefault(r => r.ClientToken == token) is { } before)
        {
            x.Text("reportId", before.Id);
            return;
        }
        var pending = call.Own<CloudUsageReport>().Where(r => r.State(call.Now) == "pending").ToArray();
        // AWS documents both limits, but not the errors.
        if (pending.FirstOrDefault(r => r.ImageId == image.Id) is { } other) throw new CloudError("ResourceLimitExceeded", $"The report {other.Id} of the image {image.Id} is still pending");
        if (pending.Length >= 2000) throw new CloudError("ResourceLimitExceeded", "2000 reports are pending already");
        var report = call.WithTags(call.Region.Add(new CloudUsageReport
        {
            Id = RegionState.NewId("amiur"),
            OwnerId = call.Account,
            Created = call.Now,
            AvailableAt = call.ReadyAt,
            ImageId = image.Id,
            ResourceTypes = types,
            AccountIds = accounts,
            ClientToken = call.Text("ClientToken"),
            Entries = [.. types.SelectMany(t => Count(call, image.Id, t)).Where(e => accounts.Count == 0 || accounts.Contains(e.AccountId))],
        }), call.TagsFor("image-usage-report"));
        x.Text("reportId", report.Id);
    }

    /// <summary>What other accounts have of the image in this Region; instances are seen late.</summary>
    private static IEnumerable<UsageEntry> Count(QueryCall call, string imageId, string type)
    {
        IEnumerable<Resource> users = type == "ec2:Instance"
            ? call.Region.All<CloudInstance>().Where(i => i.ImageId == imageId && i.State(call.Now).Name is not ("shutting-down" or "terminated") && i.Created + call.Cloud.Options.UsageDelay <= call.Now)
            : call.Region.All<CloudLaunchTemplate>().Where(t => t.Versions.TakeLast(20).Any(v => v.Data.ImageId == imageId));
        return users.Where(u => u.OwnerId != call.Account).GroupBy(u => u.OwnerId, StringComparer.Ordinal).Select(g => new UsageEntry(g.Key, type, g.Count()));
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var page = Pages.Of(call, Asked(call), new(Least: 1, Default: 500));
        x.Set("imageUsageReportSet", page.Items, r =>
        {
            x.Text("imageId", r.ImageId);
            x.Text("reportId", r.Id);
            x.Set("resourceTypeSet", r.ResourceTypes, t => x.Text("resourceType", t));
            if (r.AccountIds.Count > 0) x.Values("accountIdSet", r.AccountIds);
            x.Text("state", r.State(call.Now));
            x.Time("creationTime", r.Created);
            x.Time("expirationTime", r.Expires);
            x.Tags(r.Tags.Seen(call.Now));
        });
        x.Text("nextToken", page.NextToken);
    }

    private static void DescribeEntries(QueryCall call, XmlOut x)
    {
        var rows = Asked(call).Where(r => r.State(call.Now) == "available").SelectMany(r => r.Entries.Select((e, n) => (Report: r, Entry: e, Number: n)));
        var page = Pages.Of(call, rows, r => (r.Report.Sequence, r.Number), new(Least: 1, Default: 500));
        x.Set("imageUsageReportEntrySet", page.Items, r =>
        {
            x.Text("resourceType", r.Entry.ResourceType);
            x.Text("reportId", r.Report.Id);
            x.Text("usageCount", r.Entry.Count);
            x.Text("accountId", r.Entry.AccountId);
            x.Text("imageId", r.Report.ImageId);
            x.Time("reportCreationTime", r.Report.Created);
        });
        x.Text("nextToken", page.NextToken);
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        call.Region.Remove(Owned(call, call.Required("ReportId")));
        x.Flag("return", true);
    }

    private static IEnumerable<CloudUsageReport> Asked(QueryCall call)
    {
        var (reports, images) = (call.List("ReportId"), call.List("ImageId"));
        if (reports.Count > 200 || images.Count > 200) throw CloudError.InvalidParameter("At most 200 ids can be given");
        foreach (var id in reports) Owned(call, id);
        var now = call.Now;
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudUsageReport>>
        {
            ["state"] = r => [r.State(now)],
            ["creation-time"] = r => [XmlOut.Iso(r.Created)],
            ["account-id"] = r => r.Entries.Select(e => e.AccountId),
            ["resource-type"] = r => r.ResourceTypes,
        });
        return call.Own<CloudUsageReport>().Where(r => now < r.Expires && (reports.Count == 0 || reports.Contains(r.Id)) && (images.Count == 0 || images.Contains(r.ImageId)) && matches(r));
    }

    private static CloudUsageReport Owned(QueryCall call, string id) => call.Owned<CloudUsageReport>(id, "InvalidImageUsageReportId.NotFound", "image usage report");
}
