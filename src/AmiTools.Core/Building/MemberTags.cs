namespace AmiTools.Core.Building;

/// <summary>The tags that a member's image and each of its snapshots get.</summary>
public static class MemberTags
{
    // EC2 User Guide, "Tag restrictions": a value has at most 256 characters.
    private const int LongestValue = 256;

    public static IReadOnlyDictionary<string, string> Of(PairPlan plan, PlannedMember member)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TagNames.Version] = plan.Version,
            [TagNames.Image] = plan.Definition.Name,
            [TagNames.Target] = member.Target.Name,
            [TagNames.Pair] = plan.PairId,
            [TagNames.State] = TagNames.Building,
            [TagNames.Origin] = "built",
            [TagNames.AutoCleanup] = "true",
        };
        Add(TagNames.Commit, plan.Commit);
        Add(TagNames.Dirty, plan.IsDirty ? "true" : null);
        Add(TagNames.Repository, plan.Repository);
        Add(TagNames.Build, plan.Request.BuildNumber);
        Add(TagNames.Source, member.SourceImageId);
        return tags;

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 }) tags[name] = value.Length > LongestValue ? value.Substring(0, LongestValue) : value;
        }
    }

    /// <summary>The tags of the instance and its volumes while Packer works.</summary>
    public static IReadOnlyDictionary<string, string> OfRun(PairPlan plan, AmiTarget target) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [TagNames.Pair] = plan.PairId,
        [TagNames.Image] = plan.Definition.Name,
        [TagNames.Target] = target.Name,
    };

    /// <summary>The description of an image whose template gives none: tags do not cross accounts, and this does.</summary>
    public static string Description(PairPlan plan) =>
        $"{plan.Definition.Name} {plan.Version}" + (plan.Commit is null ? "" : $" {plan.Commit}");
}
