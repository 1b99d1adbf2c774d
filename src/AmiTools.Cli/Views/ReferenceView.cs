using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows places that name images.</summary>
internal static class ReferenceView
{
    public static void Show(Screen screen, IReadOnlyList<AmiReference> references, string folder) =>
        screen.Table(new(["environment", "place", "key", "image", "name", "version", "status"], [.. references.Select(r => new[] { r.Environment, Place(r, folder), r.Key, r.ImageId, r.Name, r.Version, r.Status.ToString().ToLowerInvariant() })]));

    public static void Show(Screen screen, IReadOnlyList<ReferenceCheck> checks, string folder) =>
        screen.Table(new(["environment", "place", "name", "version", "expected", "ok"], [.. checks.Select(c => new[] { c.Reference.Environment, Place(c.Reference, folder), c.Reference.Name, c.Reference.Version, c.ExpectedVersion, c.IsOk ? "yes" : "NO" })]));

    public static void Show(Screen screen, IReadOnlyList<ReferenceChange> changes, string folder)
    {
        if (changes.Count == 0) screen.Line("Every place names it already.");
        else screen.Table(new(["environment", "place", "key", "before", "version", "after", "version"], [.. changes.Select(c => new[] { c.Reference.Environment, Place(c.Reference, folder), c.Reference.Key, c.Reference.ImageId, c.Reference.Version, c.ImageId ?? "(a copy)", c.Version })]));
    }

    /// <summary>Files as they are called from here.</summary>
    public static string Place(AmiReference reference, string folder)
    {
        if (reference.File is null) return reference.Place;
        var near = Path.GetRelativePath(folder, reference.File);
        return near.StartsWith("..", StringComparison.Ordinal) ? reference.Place : $"{near}:{reference.Line}";
    }
}
