using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>The versions of launch templates.</summary>
internal static class TemplateVersions
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateLaunchTemplateVersion"] = Create,
        ["DescribeLaunchTemplateVersions"] = Describe,
        ["DeleteLaunchTemplateVersions"] = Delete,
    };

    private sealed record Row(CloudLaunchTemplate Template, TemplateVersion Version);

    /// <summary>What the call says of the instances, on top of another version's data.</summary>
    public static TemplateData Data(QueryCall call, TemplateData? source = null)
    {
        const string Prefix = "LaunchTemplateData.";
        if (!call.Parameters.Keys.Any(k => k.StartsWith(Prefix, StringComparison.Ordinal)) && source is null) throw CloudError.Missing("LaunchTemplateData");
        var old = source ?? new(null);
        var groups = call.List(Prefix + "SecurityGroupId");
        return new(call.Text(Prefix + "ImageId") ?? old.ImageId, call.Text(Prefix + "InstanceType") ?? old.InstanceType, call.Text(Prefix + "KeyName") ?? old.KeyName, call.Text(Prefix + "UserData") ?? old.UserData)
        {
            SecurityGroupIds = groups.Count > 0 ? groups : old.SecurityGroupIds,
        };
    }

    private static void Create(QueryCall call, XmlOut x)
    {
        var template = LaunchTemplates.Owned(call);
        var source = call.Text("SourceVersion") is { } from ? LaunchTemplates.Version(template, from).Data : null;
        var version = template.Add(Data(call, source), call.Text("VersionDescription"), call.Now);
        x.Element("launchTemplateVersion", () => Content(call, x, new(template, version)));
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var now = call.Now;
        var versions = call.List("LaunchTemplateVersion");
        var one = call.Text("LaunchTemplateId") is not null || call.Text("LaunchTemplateName") is not null;
        // API reference: "To describe all versions … that are defined as the latest or default … you can specify the
        // version numbers $Latest, $Default, or both; the template must be omitted."
        if (!one && (versions.Count == 0 || versions.Any(v => v is not ("$Latest" or "$Default"))))
            throw new CloudError("MissingParameter", "When the launch template is omitted, the versions must be $Latest, $Default or both");
        var rows = (one ? Of(call, LaunchTemplates.Owned(call), versions) : call.Region.After<CloudLaunchTemplate>(Pages.After(call) - 1).Where(t => t.OwnerId == call.Account && call.Sees(t)).SelectMany(t => Of(call, t, versions)))
            .Where(Filter(call));
        var page = Pages.Of(call, rows, r => (r.Template.Sequence, -r.Version.Number), new(Least: 1, Most: 200, Default: 200));
        var resolve = call.Flag("ResolveAlias");
        var shown = page.Items.Select(r => resolve && r.Version.Data.ImageId is { } image ? r with { Version = r.Version with { Data = r.Version.Data with { ImageId = ImageAliases.Resolve(call, image) } } } : r).ToArray();
        x.Set("launchTemplateVersionSet", shown, r => Content(call, x, r));
        x.Text("nextToken", page.NextToken);
    }

    /// <summary>The newest first; a version that is both latest and default comes once.</summary>
    private static IEnumerable<Row> Of(QueryCall call, CloudLaunchTemplate template, IReadOnlyList<string> versions)
    {
        var chosen = versions.Count == 0 ? template.Versions : versions.Select(v => LaunchTemplates.Version(template, v)).Distinct();
        var (least, most) = (call.Number("MinVersion") ?? 0, call.Number("MaxVersion") ?? int.MaxValue);
        return chosen.Where(v => v.Number >= least && v.Number <= most).OrderByDescending(v => v.Number).Select(v => new Row(template, v));
    }

    private static Func<Row, bool> Filter(QueryCall call)
    {
        var tests = call.Structures("Filter").Select(p => (Name: call.Required(p + "Name"), Values: call.List(p + "Value"))).Select(f => (Func<Row, bool>)(f.Name switch
        {
            "image-id" => r => f.Values.Contains(r.Version.Data.ImageId ?? ""),
            "instance-type" => r => f.Values.Contains(r.Version.Data.InstanceType ?? ""),
            "is-default-version" => r => f.Values.Contains(r.Version.Number == r.Template.Default ? "true" : "false"),
            _ => throw CloudError.InvalidParameter($"The filter '{f.Name}' is invalid"),
        })).ToArray();
        return row => Array.TrueForAll(tests, t => t(row));
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var template = LaunchTemplates.Owned(call);
        var wanted = call.List("LaunchTemplateVersion");
        if (wanted.Count == 0) throw CloudError.Missing("Versions");
        var results = wanted.Select(name => (Name: name, Version: template.Version(name) is { } v && v.Number != template.Default ? v : null)).ToArray();
        foreach (var result in results) if (result.Version is { } version) template.Versions.Remove(version);
        x.Set("successfullyDeletedLaunchTemplateVersionSet", results.Where(r => r.Version is not null), r => Named(r.Version!.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        x.Set("unsuccessfullyDeletedLaunchTemplateVersionSet", results.Where(r => r.Version is null), r =>
        {
            Named(r.Name);
            x.Element("responseError", () =>
            {
                x.Text("code", template.Version(r.Name) is null ? "launchTemplateVersionDoesNotExist" : "unexpectedError");
                x.Text("message", template.Version(r.Name) is null ? "The version does not exist" : "The default version can't be deleted");
            });
        });

        void Named(string number)
        {
            x.Text("launchTemplateId", template.Id);
            x.Text("launchTemplateName", template.Name);
            x.Text("versionNumber", number);
        }
    }

    private static void Content(QueryCall call, XmlOut x, Row row)
    {
        x.Text("launchTemplateId", row.Template.Id);
        x.Text("launchTemplateName", row.Template.Name);
        x.Text("versionNumber", row.Version.Number);
        x.Text("versionDescription", row.Version.Description);
        x.Time("createTime", row.Version.Created);
        x.Text("createdBy", call.Caller.Arn);
        x.Flag("defaultVersion", row.Version.Number == row.Template.Default);
        x.Element("launchTemplateData", () =>
        {
            x.Text("imageId", row.Version.Data.ImageId);
            x.Text("instanceType", row.Version.Data.InstanceType);
            x.Text("keyName", row.Version.Data.KeyName);
            x.Text("userData", row.Version.Data.UserData);
            if (row.Version.Data.SecurityGroupIds.Count > 0) x.Values("securityGroupIdSet", row.Version.Data.SecurityGroupIds);
        });
    }
}
