namespace AmiTools.Help.Reading;

/// <summary>All that the help tells of a cmdlet.</summary>
internal sealed record CmdletHelp
{
    public required string Verb { get; init; }
    public required string Noun { get; init; }
    public string Name => Verb + "-" + Noun;
    public string Synopsis { get; init; } = "";
    public IReadOnlyList<string> Description { get; init; } = [];
    /// <summary>Names of the parameter sets, the default one first.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];
    public IReadOnlyList<ParameterHelp> Parameters { get; init; } = [];
    public IReadOnlyList<OutputHelp> Outputs { get; init; } = [];
    public IReadOnlyList<ExampleHelp> Examples { get; init; } = [];
    public IReadOnlyList<string> Links { get; init; } = [];
    public IReadOnlyList<string> Notes { get; init; } = [];
}

internal sealed record ParameterHelp
{
    public required string Name { get; init; }
    /// <summary>The type as PowerShell writes it: string[], TimeSpan, SwitchParameter.</summary>
    public required string Type { get; init; }
    public required string FullType { get; init; }
    public bool IsSwitch { get; init; }
    public bool IsList { get; init; }
    public bool Wildcards { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];
    /// <summary>What it may be, where only some values are taken.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
    public IReadOnlyList<string> Text { get; init; } = [];
    /// <summary>The values and the range that the metadata tells of, as more paragraphs.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
    public string? Default { get; init; }
    public IReadOnlyList<Binding> Bindings { get; init; } = [];

    /// <summary>How it is bound in a parameter set; null if it is not in it.</summary>
    public Binding? In(string set) => Bindings.FirstOrDefault(b => b.Set == set) ?? Bindings.FirstOrDefault(b => b.Set == Binding.AllSets);
}

/// <summary>How a parameter is bound, in one parameter set or all.</summary>
internal sealed record Binding(string Set, bool Mandatory, int? Position, bool ByValue, bool ByName)
{
    public const string AllSets = "__AllParameterSets";
}

internal sealed record OutputHelp(string Type, string Text);

/// <summary>What is to be done, the lines that do it, and what there is to say of them.</summary>
internal sealed record ExampleHelp(string Title, string Code, IReadOnlyList<string> Remarks);
