namespace AmiTools.Core.Definitions;

/// <summary>A variable that a template declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Its default as text; null when required or not a literal.</param>
/// <param name="IsRequired">True if Packer needs a value.</param>
/// <param name="IsSensitive">True if Packer hides its value.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line.</param>
public sealed record TemplateVariable(string Name, string? Default, bool IsRequired, bool IsSensitive, string File, int Line)
{
    /// <summary>What its values have to be: in a JSON template always text.</summary>
    public VariableType Type { get; init; } = VariableType.Text;
}

/// <summary>A builder. Texts are as they stand in the template, with their expressions.</summary>
public sealed record TemplateBuilder
{
    public required string Type { get; init; }
    public required string Name { get; init; }
    public required string File { get; init; }
    public required int Line { get; init; }
    public string? ImageName { get; init; }
    public string? ImageDescription { get; init; }
    public string? Region { get; init; }
    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];
    public IReadOnlyList<string> ImageRegions { get; init; } = [];
    public string? SourceImage { get; init; }
    public SourceImageFilter? SourceImageFilter { get; init; }
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> RunTags { get; init; } = new Dictionary<string, string>();
    /// <summary>All other simple settings by name, for questions that come later.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>How a template finds its base image by itself.</summary>
public sealed record SourceImageFilter(IReadOnlyDictionary<string, string> Filters, IReadOnlyList<string> Owners, bool MostRecent);

/// <summary>What a Packer template says of itself, in either language.</summary>
public sealed record PackerTemplate
{
    public required TemplateFormat Format { get; init; }

    /// <summary>The template, or the folder of HCL2 files.</summary>
    public required string Path { get; init; }

    /// <summary>The files it is made of.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    public IReadOnlyList<TemplateVariable> Variables { get; init; } = [];

    /// <summary>Names of variables that are used somewhere.</summary>
    public IReadOnlyCollection<string> Used { get; init; } = [];

    public IReadOnlyList<TemplateBuilder> Builders { get; init; } = [];

    /// <summary>HCL2 locals that are plain text with expressions.</summary>
    public IReadOnlyDictionary<string, string> Locals { get; init; } = new Dictionary<string, string>();

    public bool Declares(string name) => Variables.Any(v => v.Name == name);

    /// <summary>True if Packer is handed the value: declared or, in a JSON template, used. HCL2 refuses what is not declared.</summary>
    public bool Takes(string name) => Declares(name) || (Format == TemplateFormat.Json && Used.Contains(name));
}
