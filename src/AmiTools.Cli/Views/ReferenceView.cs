using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows places that name images.</summary>
internal static class ReferenceView
{
    public static void Show(Screen screen, IReadOnlyList<AmiReference> references, string folder) =>
        screen.Table(new(["environment", "place", "key", "image", "name", "version", "status"], [.. references.Select(r => new[] { r.Environment, Place(r, folder), r.Key, r.ImageId, r.Name, r.Version, r.Status.ToString().ToLowerInvariant() })]));

    /// <summary>Files as they are called from here.</summary>
    public static string Place(AmiReference reference, string folder)
    {
        if (reference.File is null) return reference.Place;
        var near = Path.GetRelativePath(folder, reference.File);
        return near.StartsWith("..", StringComparison.Ordinal) ? reference.Place : $"{near}:{reference.Line}";
    }
}
