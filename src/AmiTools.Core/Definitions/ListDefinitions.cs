namespace AmiTools.Core.Definitions;

/// <summary>Finds image definitions. One that can't be read is a warning here, and an error in a check.</summary>
public sealed class ListDefinitions(Surroundings surroundings)
{
    public Task<IReadOnlyList<AmiDefinition>> RunAsync(DefinitionSelection request, IReporter reporter, CancellationToken cancel) => Task.Run<IReadOnlyList<AmiDefinition>>(() =>
    {
        var found = new List<AmiDefinition>();
        foreach (var (folder, load) in DefinitionSet.Load(request, [], surroundings.WorkingDirectory))
        {
            cancel.ThrowIfCancellationRequested();
            if (load.Loaded is { } loaded) found.Add(loaded.Definition);
            else reporter.Warning($"{folder} is no readable definition: {load.Problems[0]}");
        }
        return found;
    }, cancel);
}
