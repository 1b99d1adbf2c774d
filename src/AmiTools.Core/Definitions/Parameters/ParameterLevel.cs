namespace AmiTools.Core.Definitions;

/// <summary>The form of a value in its file.</summary>
public enum ParameterForm
{
    /// <summary>Text, a number, true or false.</summary>
    Simple,
    /// <summary>A list of these.</summary>
    List,
    /// <summary>A map, or a list with lists or maps in it.</summary>
    Structure,
}

/// <summary>A value of a parameter file; one that is not simple is its JSON.</summary>
public sealed record ParameterEntry(string Name, string Value, int Line, ParameterForm Form = ParameterForm.Simple);

/// <summary>One file of the hierarchy.</summary>
/// <param name="Name"><c>common/default</c>, <c>common/dev</c>, <c>default</c> or <c>dev</c>.</param>
/// <param name="Target">The target it is for; null for all.</param>
/// <param name="IsCommon">True for files beside the definitions.</param>
/// <param name="File">The file.</param>
/// <param name="Entries">Its values.</param>
public sealed record ParameterLevel(string Name, string? Target, bool IsCommon, string File, IReadOnlyList<ParameterEntry> Entries);
