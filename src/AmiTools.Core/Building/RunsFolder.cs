namespace AmiTools.Core.Building;

/// <summary>Where run folders are made.</summary>
internal static class RunsFolder
{
    public static string Of(NewPairRequest request, AmiDefinition definition, string workingDirectory) =>
        request.RunsPath is { } given ? Path.GetFullPath(Path.Combine(workingDirectory, given)) : Path.Combine(definition.Root, "runs");
}
