namespace AmiTools;

/// <summary>The template language of an image definition.</summary>
public enum TemplateFormat
{
    /// <summary>A legacy JSON template.</summary>
    Json,
    /// <summary>An HCL2 template (<c>*.pkr.hcl</c> or <c>*.pkr.json</c>).</summary>
    Hcl2,
}

/// <summary>A folder that describes an image: Packer template, version and parameters.</summary>
public sealed record AmiDefinition
{
    /// <summary>The image's name: the folder's, unless <c>version.json</c> says otherwise.</summary>
    public required string Name { get; init; }

    /// <summary>The version in <c>version.json</c>, to which a build number is added: <c>2.0</c>.</summary>
    public required string BaseVersion { get; init; }

    /// <summary>The full path of the folder.</summary>
    public required string Path { get; init; }

    /// <summary>The full path of the template (for HCL2 in several files, of the folder).</summary>
    public required string TemplatePath { get; init; }

    /// <summary>The template's language.</summary>
    public required TemplateFormat Format { get; init; }

    /// <summary>The variables that the template declares.</summary>
    public IReadOnlyList<string> Variables { get; init => field = Listed.Of(value); } = [];

    /// <summary>The full path of the folder that <c>common</c> and the definitions lie in.</summary>
    public required string Root { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A parameter's value for one target, and where it comes from.</summary>
public sealed record AmiParameter
{
    /// <summary>The image definition's name.</summary>
    public required string Definition { get; init; }

    /// <summary>The parameter's name.</summary>
    public required string Name { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The value that is handed to Packer.</summary>
    public required string Value { get; init; }

    /// <summary>The type that an HCL2 template declares for it (<c>list(string)</c>), or that its default has, <c>any</c> where it has neither; null for text. What is not simple is written as JSON.</summary>
    public string? Type { get; init; }

    /// <summary>The level it comes from: <c>common/default</c>, <c>common/dev</c>, <c>default</c>, <c>dev</c>, <c>override</c>, <c>built-in</c> or <c>template</c>.</summary>
    public required string Level { get; init; }

    /// <summary>The file it comes from, if it comes from one.</summary>
    public string? File { get; init; }

    /// <summary>The 1-based line in that file.</summary>
    public int? Line { get; init; }

    /// <summary>True if Packer gets the value; false for a value from <c>common</c> that the template does not know.</summary>
    public bool IsPassed { get; init; } = true;

    /// <summary>True if the targets do not all have the same value.</summary>
    public bool DiffersBetweenTargets { get; init; }
}

/// <summary>What a check of a definition found.</summary>
public sealed record DefinitionCheck
{
    /// <summary>The definition's name.</summary>
    public required string Name { get; init; }

    /// <summary>The definition's folder.</summary>
    public required string Path { get; init; }

    /// <summary>True if there is no problem.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>Everything that is wrong, for all targets.</summary>
    public IReadOnlyList<Problem> Problems { get; init => field = Listed.Of(value); } = [];
}

/// <summary>Which definitions are meant.</summary>
public sealed record DefinitionSelection
{
    /// <summary>A definition's folder, or a folder below which definitions are looked for. Null means the working directory.</summary>
    public string? Path { get; init; }

    /// <summary>Names, with the wildcards <c>*</c> and <c>?</c>; none means all.</summary>
    public IReadOnlyList<string> Names { get; init => field = Listed.Of(value); } = [];
}

/// <summary>A request to check definitions or to show their parameters.</summary>
public sealed record DefinitionRequest
{
    /// <summary>Which definitions.</summary>
    public DefinitionSelection Definitions { get; init; } = new();

    /// <summary>Which targets.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>Values that win over every file.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The Packer program; null means <c>packer</c> on PATH.</summary>
    public string? PackerPath { get; init; }

    /// <summary>False to leave out <c>packer validate</c>.</summary>
    public bool ValidateWithPacker { get; init; } = true;
}
