namespace AmiTools.Core.Building;

/// <summary>Which of several definitions has to be built before which. Pure functions.</summary>
internal static class BuildOrder
{
    /// <summary>The order in which each comes after those that it is built on; otherwise as given.</summary>
    /// <param name="definitions">Names with the names of the definitions whose images they are built on; names that are not among them are left out.</param>
    /// <exception cref="AmiToolsException">BaseImageCycle, DefinitionTwice.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<(string Name, IReadOnlyList<string> BuiltOn)> definitions)
    {
        if (definitions.GroupBy(d => d.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new AmiToolsException("DefinitionTwice", FailureKind.InvalidInput,
                $"The definition '{twice.Key}' is given {twice.Count()} times; one run builds it once.", twice.Key);
        }
        var builtOn = definitions.ToDictionary(d => d.Name, d => d.BuiltOn, StringComparer.Ordinal);
        var order = new List<string>();
        var path = new List<string>();
        foreach (var (name, _) in definitions) Visit(name);
        return order;

        void Visit(string name)
        {
            if (order.Contains(name) || !builtOn.ContainsKey(name)) return;
            if (path.IndexOf(name) is >= 0 and var start)
            {
                var cycle = string.Join(" -> ", path.Skip(start).Append(name));
                throw new AmiToolsException("BaseImageCycle", FailureKind.InvalidInput,
                    $"These definitions are built on each other, so none can be the first: {cycle}. Give one of them another base image (source_ami).", name);
            }
            path.Add(name);
            foreach (var other in builtOn[name]) Visit(other);
            path.RemoveAt(path.Count - 1);
            order.Add(name);
        }
    }
}
