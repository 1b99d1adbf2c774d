namespace AmiTools.Core.Building;

/// <summary>A line of <c>packer -machine-readable</c>: <c>timestamp,target,type,data...</c>, its escapes resolved.</summary>
/// <param name="Build">The build it belongs to (<c>amazon-ebs</c>, <c>amazon-ebs.name</c> for HCL2); empty for Packer as a whole.</param>
/// <param name="Type"><c>ui</c>, <c>artifact</c>, <c>error</c>, <c>artifact-count</c> and others.</param>
/// <param name="Data">The rest, commas, newlines and carriage returns as they were meant.</param>
public sealed record PackerLine(string Build, string Type, IReadOnlyList<string> Data)
{
    private const string Comma = "%!(PACKER_COMMA)";

    /// <summary>Reads a line; null if it is not of this form (a warning of a plugin, a stack trace).</summary>
    public static PackerLine? Parse(string line)
    {
        var fields = line.TrimEnd('\r').Split(',');
        if (fields.Length < 3 || !IsTimestamp(fields[0])) return null;
        return new PackerLine(fields[1], fields[2], [.. fields.Skip(3).Select(Unescape)]);
    }

    /// <summary>The text of a <c>ui</c> line, or null for another one.</summary>
    public string? UiText => Type == "ui" && Data.Count > 1 ? Data[1] : null;

    /// <summary>True for a <c>ui,error</c> line.</summary>
    public bool IsUiError => Type == "ui" && Data.Count > 1 && Data[0] == "error";

    /// <summary>True for a <c>ui,say</c> line: those are Packer's own words, while a provisioner's output comes as <c>ui,message</c>.</summary>
    public bool IsUiSay => Type == "ui" && Data.Count > 1 && Data[0] == "say";

    private static bool IsTimestamp(string field) => field.Length > 0 && field.All(c => c is >= '0' and <= '9');

    // Packer escapes newlines and carriage returns, and leaves backslashes alone: a text that holds a backslash and an n
    // can't be told from a newline, and none of what is read here depends on it.
    private static string Unescape(string field) => field.Replace(Comma, ",").Replace("\\n", "\n").Replace("\\r", "\r");
}
