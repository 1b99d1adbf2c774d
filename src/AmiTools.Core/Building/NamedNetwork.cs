using System.Text.RegularExpressions;
using AmiTools.Core.Definitions;

namespace AmiTools.Core.Building;

/// <summary>A VPC, subnet or security group that a build names, and where.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id, as it is written.</param>
/// <param name="Parameter">The parameter that says it; null if the template does itself.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line.</param>
internal sealed record NamedNetwork(NetworkKind Kind, string Id, AmiParameter? Parameter, string? File, int? Line)
{
    private static readonly Regex id = new(@"^(vpc|subnet|sg)-[0-9a-f]{8}(?:[0-9a-f]{9})?\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    // The settings of Packer's Amazon builders.
    private static readonly (string Name, NetworkKind Kind)[] settings =
    [
        ("vpc_id", NetworkKind.Vpc), ("subnet_id", NetworkKind.Subnet), ("security_group_id", NetworkKind.SecurityGroup), ("security_group_ids", NetworkKind.SecurityGroup),
    ];

    /// <summary>
    /// All that a build in a target names: what its builder's settings say, whatever its form, and every value that is handed to
    /// Packer and has the form of an id, since a template may use it anywhere. A pure function.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="parameters">The target's parameters.</param>
    /// <param name="isTested">True if an instance of the image is started too: it takes parameters by name that Packer may not get.</param>
    public static IReadOnlyList<NamedNetwork> In(PackerTemplate template, ResolvedParameters parameters, bool isTested)
    {
        var found = new List<NamedNetwork>();
        foreach (var parameter in parameters.Values)
        {
            var byName = settings.FirstOrDefault(s => s.Name == parameter.Name);
            var isTaken = parameter.IsPassed || (isTested && byName.Name is not null);
            if (!isTaken) continue;
            foreach (var value in TypedValue.Items(parameter.Value))
            {
                if (KindOf(value) is { } kind) found.Add(new(kind, value, parameter, parameter.File, parameter.Line));
            }
        }
        if (template.Builders.FirstOrDefault(b => b.Type.StartsWith("amazon-", StringComparison.Ordinal)) is { } builder)
        {
            foreach (var (name, kind) in settings)
                foreach (var value in Written(builder, name).Select(w => TemplateText.Fill(template, w, parameters.Passed).Value).OfType<string>().SelectMany(TypedValue.Items))
                    if (found.TrueForAll(f => f.Id != value)) found.Add(Place(builder, kind, value, parameters));
        }
        return [.. found.GroupBy(f => f.Id, StringComparer.Ordinal).Select(g => g.First())];
    }

    private static NamedNetwork Place(TemplateBuilder builder, NetworkKind kind, string value, ResolvedParameters parameters) =>
        parameters.Values.FirstOrDefault(p => p.IsPassed && TypedValue.Items(p.Value).Contains(value)) is { } parameter
            ? new(kind, value, parameter, parameter.File, parameter.Line)
            : new(kind, value, null, builder.File, builder.Line);

    private static IEnumerable<string> Written(TemplateBuilder builder, string setting) =>
        setting == "security_group_ids" && builder.SecurityGroupIds.Count > 0 ? builder.SecurityGroupIds : builder.Settings.TryGetValue(setting, out var one) ? [one] : [];

    private static NetworkKind? KindOf(string value) => id.Match(value) is { Success: true } match
        ? match.Groups[1].Value switch { "vpc" => NetworkKind.Vpc, "subnet" => NetworkKind.Subnet, _ => NetworkKind.SecurityGroup }
        : null;
}

/// <summary>What a build may name of a network.</summary>
internal enum NetworkKind
{
    Vpc,
    Subnet,
    SecurityGroup,
}
