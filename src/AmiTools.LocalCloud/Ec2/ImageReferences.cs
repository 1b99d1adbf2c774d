using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>What names an image in its own account and Region.</summary>
internal static class ImageReferences
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["DescribeImageReferences"] = Describe,
        ["DescribeInstanceImageMetadata"] = DescribeMetadata,
    };

    private static readonly string[] types = ["ec2:Instance", "ec2:LaunchTemplate", "ssm:Parameter", "imagebuilder:ImageRecipe", "imagebuilder:ContainerRecipe"];

    private sealed record Reference(string ImageId, string Type, string Arn);

    private static void Describe(QueryCall call, XmlOut x)
    {
        var ids = call.List("ImageId");
        if (ids.Count is 0 or > 10) throw CloudError.InvalidParameter($"The number of image ids ({ids.Count}) is not between 1 and 10");
        foreach (var id in ids) Images.CheckForm(id);
        var (all, asked) = (call.Flag("IncludeAllResourceTypes"), call.Structures("ResourceType"));
        if (all && asked.Count > 0) throw new CloudError("InvalidParameterCombination", "IncludeAllResourceTypes and ResourceTypes can't be given together");
        if (!all && asked.Count == 0) throw CloudError.Missing("IncludeAllResourceTypes");
        var wanted = all ? types.ToDictionary(t => t, _ => (States: Array.Empty<string>(), Depth: 10)) : asked.ToDictionary(p => Type(call.Required(p + "ResourceType")), p => Options(call, p));

        // Reads of other services see the parameters that are typed as images only.
        var references = ids.Distinct().SelectMany(id => wanted.SelectMany(w => w.Key switch
        {
            "ec2:Instance" => call.Own<CloudInstance>().Where(i => i.ImageId == id && i.IsShown(call.Now) && (w.Value.States.Length == 0 || w.Value.States.Contains(i.State(call.Now).Name)))
                .Select(i => new Reference(id, w.Key, $"arn:aws:ec2:{call.Region.Name}:{call.Account}:instance/{i.Id}")),
            "ec2:LaunchTemplate" => call.Own<CloudLaunchTemplate>().Where(t => t.Versions.TakeLast(w.Value.Depth).Any(v => v.Data.ImageId == id))
                .Select(t => new Reference(id, w.Key, $"arn:aws:ec2:{call.Region.Name}:{call.Account}:launch-template/{t.Id}")),
            "ssm:Parameter" => call.Region.Parameters.Where(p => p.Key.Account == call.Account && p.Value.Current.DataType == "aws:ec2:image" && p.Value.Current.Value == id)
                .Select(p => new Reference(id, w.Key, $"arn:aws:ssm:{call.Region.Name}:{call.Account}:parameter/{p.Key.Name.TrimStart('/')}")),
            _ => [],
        }));
        var page = Pages.Of(call, references.Select((r, n) => (Reference: r, Place: (long)n + 1)), r => (r.Place, 0), new(Most: 1000, Default: 1000));
        x.Set("imageReferenceSet", page.Items, r =>
        {
            x.Text("imageId", r.Reference.ImageId);
            x.Text("resourceType", r.Reference.Type);
            x.Text("arn", r.Reference.Arn);
        });
        x.Text("nextToken", page.NextToken);
    }

    private static string Type(string type) => types.Contains(type) ? type : throw CloudError.InvalidParameter($"Invalid resource type '{type}'");

    private static (string[] States, int Depth) Options(QueryCall call, string prefix)
    {
        var (states, depth) = (Array.Empty<string>(), 10);
        foreach (var option in call.Structures(prefix + "ResourceTypeOption"))
        {
            var values = call.List(option + "OptionValue");
            switch (call.Required(option + "OptionName"))
            {
                case "state-name":
                    states = [.. values];
                    break;
                case "version-depth":
                    depth = values is [var text] && int.TryParse(text, out var d) && d is >= 1 and <= 10_000 ? d : throw CloudError.InvalidParameter("version-depth is a number between 1 and 10000");
                    break;
                case var other:
                    throw CloudError.InvalidParameter($"Invalid option '{other}'");
            }
        }
        return (states, depth);
    }

    /// <summary>Told even when the image is deregistered.</summary>
    private static void DescribeMetadata(QueryCall call, XmlOut x)
    {
        var ids = call.List("InstanceId");
        var named = ids.Distinct().Select(id => call.Owned<CloudInstance>(id, "InvalidInstanceID.NotFound", "instance")).OrderBy(i => i.Sequence).ToArray();
        var now = call.Now;
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudInstance>>
        {
            ["image-id"] = i => [i.ImageId],
            ["instance-state-name"] = i => [i.State(now).Name],
            ["instance-type"] = i => [i.InstanceType],
        });
        var page = Pages.Of(call, (ids.Count > 0 ? named : call.OwnRest<CloudInstance>()).Where(i => i.IsShown(now) && matches(i)), new(Least: 1, Default: 1000));
        x.Set("instanceImageMetadataSet", page.Items, i =>
        {
            x.Text("instanceId", i.Id);
            x.Text("instanceType", i.InstanceType);
            x.Time("launchTime", i.Created);
            x.Text("availabilityZone", call.Region.Name + "a");
            Instances.State(x, "instanceState", i.State(now));
            x.Text("instanceOwnerId", i.OwnerId);
            x.Tags(i.Tags.Seen(now));
            x.Element("imageMetadata", () =>
            {
                x.Text("imageId", i.ImageId);
                if (i.Image is not { } image) return;
                x.Text("name", image.Name);
                x.Text("imageOwnerId", image.OwnerId);
                x.Text("imageState", call.Region.Find(image.Id) is null ? "deregistered" : image.State(now));
                x.Text("imageOwnerAlias", image.OwnerAlias);
                x.Time("creationDate", image.Created);
                x.Time("deprecationTime", image.DeprecationTime);
                x.Flag("isPublic", image.IsPublic);
            });
        });
        x.Text("nextToken", page.NextToken);
    }
}
