using AmiTools.Core.Images;

namespace AmiTools.Core.Pointers;

/// <summary>The check of references, and how a failure tells it. Pure functions.</summary>
public static class ReferenceChecks
{
    /// <summary>Each reference with what is wrong with it.</summary>
    /// <param name="references">The references of the environments that are compared.</param>
    /// <param name="version">The version that they are to name; null means the newest usable one among them.</param>
    public static IReadOnlyList<ReferenceCheck> Of(IReadOnlyList<AmiReference> references, string? version)
    {
        var newest = references.Where(r => r.Name is not null && r.Version is not null && r.Status == ReferenceStatus.Usable).GroupBy(r => r.Name!)
            .ToDictionary(g => g.Key, g => g.OrderByDescending(r => r.Version!, Comparer<string>.Create(VersionPattern.Compare)).First(), StringComparer.Ordinal);
        return [.. references.Select(r => One(r, r.Name is not null && newest.TryGetValue(r.Name, out var first) ? first : null, version))];
    }

    private static ReferenceCheck One(AmiReference reference, AmiReference? newest, string? asked)
    {
        var expected = reference.Status == ReferenceStatus.Foreign || reference.Name is null ? null : asked ?? newest?.Version;
        var wrong = reference.Status switch
        {
            ReferenceStatus.Missing => $"{reference.ImageId} is not in the target '{reference.Target}': it was deregistered, or is another account's or Region's",
            ReferenceStatus.Incomplete => $"{reference.ImageId} ({reference.Name} {reference.Version}) is not complete",
            ReferenceStatus.Unavailable => $"{reference.ImageId} ({reference.Name} {reference.Version}) is not available",
            _ when expected is not null && reference.Version != expected => $"names {reference.ImageId} ({reference.Name} {reference.Version})",
            _ => null,
        };
        var why = asked is null && newest is not null && newest.Environment != reference.Environment ? $", as {newest.Environment} names" : "";
        return new()
        {
            Reference = reference,
            ExpectedVersion = expected,
            Problem = wrong is null ? null : expected is null ? wrong : $"{wrong}; expected {reference.Name} {expected}{why}",
        };
    }

    internal static ReferenceCheck WithImage(ReferenceCheck check, string? image) =>
        check with { ExpectedImageId = image, Problem = check.Problem + (image is null ? $" (which '{check.Reference.Target}' does not have)" : $" ({image})") };

    /// <summary>Every problem; none if all is in order.</summary>
    public static IReadOnlyList<Problem> Problems(IReadOnlyList<ReferenceCheck> checks) =>
        [.. checks.Where(c => !c.IsOk).Select(c => new Problem("ReferenceDrift", c.Reference.Parameter is { } parameter ? $"parameter {parameter}: {c.Problem}" : c.Problem!, c.Reference.File, c.Reference.Line, c.Reference.Environment))];

    /// <summary>Told to whom it concerns: a CI server gets each problem by itself.</summary>
    /// <exception cref="ProblemsFoundException">ReferenceDrift.</exception>
    public static void ThrowIfDrifted(IReadOnlyList<ReferenceCheck> checks, IReporter reporter)
    {
        var problems = Problems(checks);
        if (problems.Count == 0) return;
        if (reporter is Ci.IProblemReporter ci) foreach (var problem in problems) ci.Problem(problem);
        throw new ProblemsFoundException("ReferenceDrift", $"{problems.Count} of {checks.Count} references are not in order:", problems, problems[0].File);
    }
}
