namespace AmiTools.LocalCloud.State;

internal sealed class CloudLaunchTemplate : Resource
{
    public override string Type => "launch-template";
    public required string Name { get; init; }
    /// <summary>In ascending order of their numbers; deleted ones are gone, and their numbers do not come again.</summary>
    public List<TemplateVersion> Versions { get; } = [];
    public long Default { get; set; } = 1;
    public long Next { get; set; } = 1;
    public string? ClientToken { get; init; }

    public TemplateVersion Add(TemplateData data, string? description, DateTimeOffset at)
    {
        var version = new TemplateVersion(Next++, description, at, data);
        Versions.Add(version);
        return version;
    }

    /// <summary>By number, <c>$Latest</c> or <c>$Default</c>; null if there is none of that number.</summary>
    public TemplateVersion? Version(string? name) => name switch
    {
        null or "" or "$Default" => Versions.Find(v => v.Number == Default),
        "$Latest" => Versions[^1],
        _ => long.TryParse(name, out var number) ? Versions.Find(v => v.Number == number) : null,
    };
}

internal sealed record TemplateVersion(long Number, string? Description, DateTimeOffset Created, TemplateData Data);

/// <summary>What a template says of its instances; the image is an id or an alias (<c>resolve:ssm:…</c>), or left open.</summary>
internal sealed record TemplateData(string? ImageId, string? InstanceType = null, string? KeyName = null, string? UserData = null)
{
    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];
}

/// <summary>A template as a group or a fleet names it.</summary>
internal sealed record TemplateReference(string? Id, string? Name, string? Version);
