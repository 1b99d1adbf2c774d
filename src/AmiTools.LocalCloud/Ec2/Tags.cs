using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class Tags
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateTags"] = Create,
        ["DeleteTags"] = Delete,
        ["DescribeTags"] = Describe,
    };

    private static readonly Dictionary<string, (string Code, string Kind)> errors = new(StringComparer.Ordinal)
    {
        ["ami"] = ("InvalidAMIID.NotFound", "image"),
        ["snap"] = ("InvalidSnapshot.NotFound", "snapshot"),
        ["i"] = ("InvalidInstanceID.NotFound", "instance"),
        ["vol"] = ("InvalidVolume.NotFound", "volume"),
        ["sg"] = ("InvalidGroup.NotFound", "security group"),
        ["lt"] = ("InvalidLaunchTemplateId.NotFound", "launch template"),
        ["sir"] = ("InvalidSpotInstanceRequestID.NotFound", "spot instance request"),
        ["key"] = ("InvalidKeyPair.NotFound", "key pair"),
    };

    private static void Create(QueryCall call, XmlOut x)
    {
        var resources = Resources(call);
        var tags = call.Tags();
        if (tags.Count == 0) throw CloudError.Missing("Tag");
        TagBag.Check(tags, resources.Select(r => r.Tags));
        foreach (var resource in resources) call.WithTags(resource, tags);
        x.Flag("return", true);
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var resources = Resources(call);
        foreach (var prefix in call.Structures("Tag"))
        {
            var key = call.Required(prefix + "Key");
            var value = call.Text(prefix + "Value");
            foreach (var resource in resources)
                if (value is null || (resource.Tags.TryGet(key, out var current) && current == value)) resource.Tags.Remove(key);
        }
        x.Flag("return", true);
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var filters = call.Structures("Filter").Select(p => (Name: call.Required(p + "Name"), Match: Filters.AnyOf(call.List(p + "Value")))).ToArray();
        var rows = call.Region.After<Resource>(Pages.After(call) - 1).Where(r => r.OwnerId == call.Account && call.Sees(r) && r is not (CloudGroup or CloudLaunchConfiguration))
            .SelectMany(r => r.Tags.Seen(call.Now).Select((t, n) => (Resource: r, Tag: t, Number: n)))
            .Where(row => filters.All(f => f.Name switch
            {
                "resource-id" => f.Match(row.Resource.Id),
                "resource-type" => f.Match(row.Resource.Type),
                "key" => f.Match(row.Tag.Key),
                "value" => f.Match(row.Tag.Value),
                var name => throw CloudError.InvalidParameter($"The filter '{name}' is invalid"),
            }));
        var page = Pages.Of(call, rows, row => (row.Resource.Sequence, row.Number));
        x.Set("tagSet", page.Items, row =>
        {
            x.Text("resourceId", row.Resource.Id);
            x.Text("resourceType", row.Resource.Type);
            x.Text("key", row.Tag.Key);
            x.Text("value", row.Tag.Value);
        });
        x.Text("nextToken", page.NextToken);
    }

    /// <summary>Up to 1,000; one that does not exist fails the whole call.</summary>
    private static IReadOnlyList<Resource> Resources(QueryCall call)
    {
        var ids = call.List("ResourceId");
        if (ids.Count == 0) throw CloudError.Missing("resourceIdSet");
        if (ids.Count > 1000) throw CloudError.InvalidParameter("The maximum number of resources in a call is 1000");
        return [.. ids.Select(id => call.Region.Find(id) is { } r && r.OwnerId == call.Account && call.Sees(r) ? r : throw Unknown(id))];
    }

    private static CloudError Unknown(string id)
    {
        var (code, kind) = errors.GetValueOrDefault(id.Split('-')[0], ("InvalidID", "resource"));
        return CloudError.NotFound(code, kind, [id]);
    }
}
