using AmiTools.Aws;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Completion;

/// <summary>Names of images: of the definitions that lie here, then of images in AWS.</summary>
public sealed class SuggestNames(Surroundings surroundings)
{
    public Task<IReadOnlyList<Suggestion>> RunAsync(SuggestionRequest request) => Gathering.WithinAsync(request.Limit, surroundings.Time,
        (found, cancel) => FromFiles(request, found, cancel),
        (found, cancel) => FromAwsAsync(request, found, cancel));

    /// <summary>Only of definitions; nothing is asked of AWS.</summary>
    public Task<IReadOnlyList<Suggestion>> OfDefinitionsAsync(SuggestionRequest request) => Gathering.WithinAsync(request.Limit, surroundings.Time, (found, cancel) => FromFiles(request, found, cancel));

    private Task FromFiles(SuggestionRequest request, Gathering found, CancellationToken cancel)
    {
        foreach (var folder in DefinitionFinder.Find(Root(request.Targets), surroundings.WorkingDirectory, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            var name = DefinitionSet.NameOf((folder, DefinitionLoader.Load(folder, [])));
            if (request.Fits(name)) found.Add(name, $"definition in {folder}");
        }
        return Task.CompletedTask;
    }

    /// <summary>Definitions lie beside or below the environments file; without one, below here.</summary>
    private string Root(TargetSelection selection)
    {
        if (selection.Direct is not null) return surroundings.WorkingDirectory;
        try
        {
            return Path.GetDirectoryName(EstateFinder.PathOf(selection, surroundings.WorkingDirectory, surroundings.WorkingDirectory))!;
        }
        catch (AmiToolsException)
        {
            return surroundings.WorkingDirectory;
        }
    }

    private Task FromAwsAsync(SuggestionRequest request, Gathering found, CancellationToken cancel)
    {
        IReadOnlyList<Filter> filters = [new("tag:" + TagNames.Image, FilterValue.Exactly(request.Word) + "*")];
        return RegisteredImages.EachAsync(surroundings, request.Targets, filters, (target, image) =>
        {
            if (request.Fits(image.Name)) found.Add(image.Name, $"images in {target.Name}");
        }, cancel);
    }
}
