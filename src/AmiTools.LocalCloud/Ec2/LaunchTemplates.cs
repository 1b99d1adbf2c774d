using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>Launch templates themselves; what they say is in their versions.</summary>
internal static class LaunchTemplates
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateLaunchTemplate"] = Create,
        ["DescribeLaunchTemplates"] = Describe,
        ["ModifyLaunchTemplate"] = Modify,
        ["DeleteLaunchTemplate"] = Delete,
    };

    /// <summary>The template that <c>LaunchTemplateId</c> or <c>LaunchTemplateName</c> with this prefix names.</summary>
    public static CloudLaunchTemplate Owned(QueryCall call, string prefix = "") => Find(call, new(call.Text(prefix + "LaunchTemplateId"), call.Text(prefix + "LaunchTemplateName"), null))
        ?? throw CloudError.Missing("LaunchTemplateId");

    /// <summary>The version that a structure with this prefix names; null if it names none.</summary>
    public static TemplateVersion? Named(QueryCall call, string prefix) => Reference(call, prefix) is { } reference ? Version(call.Region.Find<CloudLaunchTemplate>(reference.Id!)!, reference.Version) : null;

    /// <summary>A reference whose template and version exist, by id and name; null if the structure is not there.</summary>
    public static TemplateReference? Reference(QueryCall call, string prefix)
    {
        var reference = new TemplateReference(call.Text(prefix + "LaunchTemplateId"), call.Text(prefix + "LaunchTemplateName"), call.Text(prefix + "Version"));
        if (Find(call, reference) is not { } template) return null;
        Version(template, reference.Version);
        return reference with { Id = template.Id, Name = template.Name };
    }

    public static void Write(XmlOut x, TemplateReference reference, bool pascal = false)
    {
        x.Text(pascal ? "LaunchTemplateId" : "launchTemplateId", reference.Id);
        x.Text(pascal ? "LaunchTemplateName" : "launchTemplateName", reference.Name);
        x.Text(pascal ? "Version" : "version", reference.Version);
    }

    public static TemplateVersion Version(CloudLaunchTemplate template, string? version) => template.Version(version)
        ?? throw new CloudError("InvalidLaunchTemplateId.VersionNotFound", $"Could not find launch template version {version} of {template.Id}");

    private static CloudLaunchTemplate? Find(QueryCall call, TemplateReference reference)
    {
        if (reference is { Id: not null, Name: not null }) throw new CloudError("InvalidParameterCombination", "The launch template is given by its ID and by its name");
        if (reference.Id is { } id) return call.Owned<CloudLaunchTemplate>(id, "InvalidLaunchTemplateId.NotFound", "launch template");
        if (reference.Name is not { } name) return null;
        return call.Own<CloudLaunchTemplate>().FirstOrDefault(t => t.Name == name)
            ?? throw new CloudError("InvalidLaunchTemplateName.NotFoundException", $"At least one of the launch templates specified in the request does not exist: {name}");
    }

    private static void Create(QueryCall call, XmlOut x)
    {
        var name = call.Required("LaunchTemplateName");
        if (name.Length is < 3 or > 128) throw new CloudError("InvalidLaunchTemplateName.MalformedException", $"A launch template name must be between 3 and 128 characters: '{name}'");
        if (call.Own<CloudLaunchTemplate>().FirstOrDefault(t => t.Name == name) is { } old)
        {
            if (call.Text("ClientToken") is not { } token || old.ClientToken != token) throw new CloudError("InvalidLaunchTemplateName.AlreadyExistsException", $"Launch template name already in use: {name}");
            Write(call, x, "launchTemplate", old);
            return;
        }
        var data = TemplateVersions.Data(call);
        var template = call.WithTags(call.Region.Add(new CloudLaunchTemplate { Id = RegionState.NewId("lt"), OwnerId = call.Account, Created = call.Now, VisibleAt = call.VisibleAt, Name = name, ClientToken = call.Text("ClientToken") }), call.TagsFor("launch-template"));
        template.Add(data, call.Text("VersionDescription"), call.Now);
        Write(call, x, "launchTemplate", template);
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var named = call.List("LaunchTemplateId").Select(id => Find(call, new(id, null, null))!).Concat(call.List("LaunchTemplateName").Select(n => Find(call, new(null, n, null))!)).ToArray();
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudLaunchTemplate>>
        {
            ["create-time"] = t => [XmlOut.Iso(t.Created)],
            ["launch-template-name"] = t => [t.Name],
        });
        var page = Pages.Of(call, (named.Length > 0 ? named.Distinct().OrderBy(t => t.Sequence) : call.OwnRest<CloudLaunchTemplate>()).Where(matches), new(Least: 1, Most: 200, Default: 200));
        x.Set("launchTemplates", page.Items, t => Content(call, x, t));
        x.Text("nextToken", page.NextToken);
    }

    private static void Modify(QueryCall call, XmlOut x)
    {
        var template = Owned(call);
        if (call.Text("SetDefaultVersion") is { } version) template.Default = Version(template, version).Number;
        Write(call, x, "launchTemplate", template);
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var template = Owned(call);
        call.Region.Remove(template);
        Write(call, x, "launchTemplate", template);
    }

    private static void Write(QueryCall call, XmlOut x, string element, CloudLaunchTemplate template) => x.Element(element, () => Content(call, x, template));

    private static void Content(QueryCall call, XmlOut x, CloudLaunchTemplate template)
    {
        x.Text("launchTemplateId", template.Id);
        x.Text("launchTemplateName", template.Name);
        x.Time("createTime", template.Created);
        x.Text("createdBy", call.Caller.Arn);
        x.Text("defaultVersionNumber", template.Default);
        x.Text("latestVersionNumber", template.Versions[^1].Number);
        x.Tags(template.Tags.Seen(call.Now));
    }
}
