namespace AmiTools.Core.Definitions;

/// <summary>A definition with everything that its folder says.</summary>
public sealed record LoadedDefinition
{
    public required AmiDefinition Definition { get; init; }

    public required PackerTemplate Template { get; init; }

    /// <summary>The parameter files of all targets, lowest level first.</summary>
    public IReadOnlyList<ParameterLevel> Levels { get; init; } = [];
}
