namespace AmiTools.Core.Definitions;

/// <summary>A value of a YAML or JSON document, with its 1-based line.</summary>
public abstract record DocumentNode(int Line);

/// <summary>Text, number, true or false as text; null is null.</summary>
public sealed record ScalarNode(string? Text, int Line, bool IsString) : DocumentNode(Line);

/// <summary>A sequence.</summary>
public sealed record ListNode(IReadOnlyList<DocumentNode> Items, int Line) : DocumentNode(Line);

/// <summary>Members in the order of the file; keys are unique.</summary>
public sealed record MapNode(IReadOnlyList<MapMember> Members, int Line) : DocumentNode(Line)
{
    public DocumentNode? this[string key] => Members.FirstOrDefault(m => m.Key == key)?.Value;

    /// <summary>The text of a scalar member; null if it is not there or not a scalar.</summary>
    public string? Text(string key) => (this[key] as ScalarNode)?.Text;
}

/// <summary>A member of a map.</summary>
public sealed record MapMember(string Key, int Line, DocumentNode Value);

/// <summary>A file that can't be read; the problem names file and line.</summary>
public sealed class DocumentException(Problem problem) : Exception(problem.ToString())
{
    public Problem Problem => problem;
}
