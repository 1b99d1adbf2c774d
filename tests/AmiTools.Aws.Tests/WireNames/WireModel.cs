using System.Text.Json;

namespace AmiTools.Aws.Tests.WireNames;

/// <summary>A member of a structure: its name on the wire, and the structure that its value (or each of its items) is.</summary>
internal sealed record WireMember(string Request, string Response, string? Structure);

/// <summary>A description of AWS's APIs that was not written here.</summary>
internal sealed class WireModel
{
    private readonly Dictionary<string, IReadOnlyList<WireMember>> structures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Input, string? Output)> operations = new(StringComparer.Ordinal);

    public bool Knows(string action) => operations.ContainsKey(action);

    public (string? Input, string? Output) Operation(string action) => operations[action];

    public WireMember? Request(string? structure, string name) => Member(structure, m => m.Request == name);

    public WireMember? Response(string? structure, string name) => Member(structure, m => m.Response == name);

    private WireMember? Member(string? structure, Func<WireMember, bool> test) => structure is not null && structures.TryGetValue(structure, out var members) ? members.FirstOrDefault(test) : null;

    /// <summary>Debian's python3-botocore.</summary>
    public static WireModel Botocore(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var isEc2 = root.GetProperty("metadata").GetProperty("protocol").GetString() == "ec2";
        var shapes = root.GetProperty("shapes");
        var model = new WireModel();
        string? Structure(string shape)
        {
            var s = shapes.GetProperty(shape);
            return s.GetProperty("type").GetString() switch
            {
                "structure" => shape,
                "list" => Structure(s.GetProperty("member").GetProperty("shape").GetString()!),
                _ => null,
            };
        }
        foreach (var shape in shapes.EnumerateObject().Where(s => s.Value.GetProperty("type").GetString() == "structure"))
        {
            model.structures[shape.Name] = [.. shape.Value.GetProperty("members").EnumerateObject().Select(m =>
            {
                var location = m.Value.TryGetProperty("locationName", out var l) ? l.GetString()! : m.Name;
                var query = m.Value.TryGetProperty("queryName", out var q) ? q.GetString()! : isEc2 ? char.ToUpperInvariant(location[0]) + location[1..] : location;
                return new WireMember(query, location, Structure(m.Value.GetProperty("shape").GetString()!));
            })];
        }
        foreach (var operation in root.GetProperty("operations").EnumerateObject())
        {
            string? Shape(string side) => operation.Value.TryGetProperty(side, out var s) ? s.GetProperty("shape").GetString() : null;
            model.operations[operation.Name] = (Shape("input"), Shape("output"));
        }
        return model;
    }

    /// <summary>The AWS SDK for JavaScript's schemas, for what is newer than Debian's botocore.</summary>
    public static WireModel JavaScript(string json)
    {
        using var document = JsonDocument.Parse(json);
        var model = new WireModel();
        foreach (var shape in document.RootElement.GetProperty("shapes").EnumerateObject())
            model.structures[shape.Name] = [.. shape.Value.EnumerateObject().Select(m => new WireMember(m.Value.GetProperty("query").GetString()!, m.Value.GetProperty("xml").GetString()!, m.Value.GetProperty("target").GetString()))];
        foreach (var operation in document.RootElement.GetProperty("operations").EnumerateObject())
            model.operations[operation.Name] = (operation.Value.GetProperty("input").GetString(), operation.Value.GetProperty("output").GetString());
        return model;
    }
}
