namespace AmiTools.Core.Images;

/// <summary>The tags of a registered image. A pure function.</summary>
internal static class RegistrationTags
{
    public static IReadOnlyDictionary<string, string> Of(RegistrationPlan plan, Ami member)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TagNames.Version] = plan.Request.Version,
            [TagNames.Image] = plan.Request.Name,
            [TagNames.Target] = member.Target,
            [TagNames.Pair] = plan.PairId,
            [TagNames.State] = TagNames.Complete,
            [TagNames.Origin] = "registered",
        };
        if (plan.Request.Commit is { Length: > 0 } commit) tags[TagNames.Commit] = commit;
        // Whether a cleanup may delete it is for its owner to say: an image from before is kept unless it is tagged.
        return tags;
    }
}
