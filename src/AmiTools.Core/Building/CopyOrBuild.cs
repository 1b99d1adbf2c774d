using AmiTools.Aws;

namespace AmiTools.Core.Building;

/// <summary>The rules of <see cref="BuildStrategy.CopyOrBuild"/>. Pure functions.</summary>
internal static class CopyOrBuild
{
    /// <summary>The parameters that may differ although an image is copied: they say where Packer builds, and nothing of it is in the image.</summary>
    public static IReadOnlyList<string> NetworkParameters { get; } =
        ["vpc_id", "subnet_id", "security_group_id", "security_group_ids", "associate_public_ip_address", "ssh_interface"];

    /// <summary>
    /// Why one image can't be that of all targets: a copy has the first target's parameters in it. What we hand to Packer
    /// ourselves (Region, endpoint, base image) is no choice that differs, but for the target's name: who takes it puts it to use.
    /// </summary>
    /// <param name="members">The members with what each hands to Packer.</param>
    /// <param name="network">The names that may differ.</param>
    public static IReadOnlyList<Problem> Refusals(IReadOnlyList<PlannedMember> members, IReadOnlyList<string> network) =>
    [
        .. from parameter in members.SelectMany(m => m.Parameters).Where(p => p.IsPassed && (p.Level != "built-in" || p.Name == "target") && !network.Contains(p.Name, StringComparer.Ordinal)).GroupBy(p => p.Name, StringComparer.Ordinal)
           where parameter.Count() < members.Count || parameter.Select(p => p.Value).Distinct(StringComparer.Ordinal).Count() > 1
           orderby parameter.Key
           let places = members.Select(m => (m.Target.Name, Value: parameter.FirstOrDefault(p => p.Target == m.Target.Name)))
           let last = places.Select(p => p.Value).LastOrDefault(v => v?.File is not null)
           select new Problem("ParametersDiffer",
               $"The parameter '{parameter.Key}' differs between the targets: {string.Join(", ", places.Select(p => $"{p.Name} has it from {Place(p.Value)}"))}. A copy would have that of {members[0].Target.Name}. "
               + "Give it one value, name it in 'networkParameters' of the environments file if it leaves no trace in the image, or build in every target (-Strategy Build, --strategy build).", last?.File, last?.Line),
    ];

    /// <summary>Why the first member can't be copied as a whole; null if it can.</summary>
    public static string? WhyNot(BuiltMember first) =>
        first.Images.Count == 1 ? null : $"its template makes images in {first.Images.Count} Regions ({string.Join(", ", first.Images.Select(i => i.Connection.Region))}), and a copy would make one";

    /// <summary>
    /// Why an image is built where copying it has failed; null if the failure says nothing about copying, such as a stop or a
    /// time-out: then it is that of the whole run.
    /// </summary>
    public static string? BuildBecause(Exception failure) => failure switch
    {
        AmiToolsException { ErrorId: "CopyRefused" or "CopyFailed", InnerException: AwsException aws } => aws.Message,
        AmiToolsException { ErrorId: "CopyRefused" or "CopyFailed" } failed => failed.Message,
        // Sharing, or reading what is shared; a journal that can't be kept is another matter.
        AwsException { Service: not "ssm" } aws => aws.Message,
        _ => null,
    };

    /// <summary>Whether EC2 has answered, so that nothing is on its way that nobody has heard of.</summary>
    public static bool IsAnswered(Exception failure) => failure is AwsException { StatusCode: not null } or AmiToolsException { ErrorId: "CopyFailed" } or AmiToolsException { InnerException: AwsException { StatusCode: not null } };

    private static string Place(AmiParameter? value) => value is null ? "nowhere" : value.File is { } file ? $"{file}:{value.Line}" : value.Level == "override" ? "the overrides" : value.Level == "template" ? "the template" : "the target's own name";
}
