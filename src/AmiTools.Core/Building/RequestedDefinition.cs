using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>One definition of a run over several: what it is called, and which definitions' images it is built on.</summary>
/// <param name="Request">The request.</param>
/// <param name="Name">Its name.</param>
/// <param name="BuiltOn">Names of definitions.</param>
internal sealed record RequestedDefinition(NewPairRequest Request, string Name, IReadOnlyList<string> BuiltOn)
{
    /// <summary>
    /// Reads it from its files. One that can't be read has its folder's name and is built on nothing: its own plan says
    /// what is wrong with it.
    /// </summary>
    public static RequestedDefinition Read(NewPairRequest request, string workingDirectory)
    {
        var folder = Path.GetFullPath(Path.Combine(workingDirectory, request.DefinitionPath));
        try
        {
            var targets = EstateFinder.Choose(EstateFinder.Load(request.Targets, folder, workingDirectory), request.Targets);
            if (DefinitionLoader.Load(folder, [.. targets.Select(t => t.Name)]).Loaded is { } loaded)
            {
                return new(request, loaded.Definition.Name,
                [
                    .. targets.Select(t => ParameterHierarchy.Resolve(loaded, t.Name, FileBuiltIns.Of(loaded, t), request.Overrides)["source_ami"])
                        .OfType<string>().Select(NameIn).OfType<string>().Distinct(StringComparer.Ordinal),
                ]);
            }
        }
        catch (AmiToolsException)
        {
            // Its plan will say it.
        }
        return new(request, Path.GetFileName(folder), []);
    }

    private static string? NameIn(string source)
    {
        try
        {
            return (BaseImageReference.Parse(source) as BaseImageReference.ByVersion)?.Name;
        }
        catch (AmiToolsException)
        {
            return null;
        }
    }
}
