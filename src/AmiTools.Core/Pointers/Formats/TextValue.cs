namespace AmiTools.Core.Pointers.Formats;

/// <summary>A value in a text: where it stands, without quotes, and the keys that lead to it.</summary>
internal sealed record TextValue(IReadOnlyList<string> Path, int Start, int End);

/// <summary>A file is not what its name says.</summary>
internal sealed class WrongFormatException(string message, int line) : Exception(message)
{
    public int Line => line;
}
