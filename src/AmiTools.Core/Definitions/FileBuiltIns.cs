namespace AmiTools.Core.Definitions;

/// <summary>The built-in values that are known from files alone, before any call to AWS.</summary>
public static class FileBuiltIns
{
    public static IReadOnlyDictionary<string, string> Of(LoadedDefinition loaded, AmiTarget target)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["root_directory_path"] = loaded.Definition.Root,
            ["ami_directory_path"] = loaded.Definition.Path,
            ["target"] = target.Name,
            ["endpoint"] = target.EndpointUrl?.GetLeftPart(UriPartial.Authority) ?? "",
        };
        if (target.Region is { } region) values["aws_region"] = region;
        return values;
    }
}
