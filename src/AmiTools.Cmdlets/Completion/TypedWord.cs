namespace AmiTools.Cmdlets.Completion;

/// <summary>
/// The word at the cursor, which may begin with a quote, and how a value has to be written to mean itself: in the quotes that
/// were begun, bare where that is safe, else in single quotes.
/// </summary>
internal sealed class TypedWord
{
    // PowerShell takes typographic quotes for the plain ones.
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b";
    private const string DoubleQuotes = "\"\u201c\u201d\u201e";

    private readonly bool isDouble;
    private readonly bool isQuoted;

    private TypedWord(string text, bool isQuoted, bool isDouble) => (Text, this.isQuoted, this.isDouble) = (text, isQuoted, isDouble);

    /// <summary>What was typed, without quotes.</summary>
    public string Text { get; }

    public static TypedWord Read(string? typed)
    {
        var word = typed ?? "";
        if (word.Length == 0) return new(word, false, false);
        var quotes = SingleQuotes.IndexOf(word[0]) >= 0 ? SingleQuotes : DoubleQuotes.IndexOf(word[0]) >= 0 ? DoubleQuotes : null;
        if (quotes is null) return new(word.Replace("`", ""), false, false);
        var closed = word.Length > 1 && quotes.IndexOf(word[word.Length - 1]) >= 0;
        var inner = word.Substring(1, word.Length - (closed ? 2 : 1));
        var isDouble = quotes == DoubleQuotes;
        return new(isDouble ? inner.Replace("`", "").Replace("\"\"", "\"") : inner.Replace("''", "'"), true, isDouble);
    }

    /// <summary>The value as it stands in a command.</summary>
    public string Write(string value)
    {
        if (isQuoted && isDouble) return "\"" + string.Concat(value.Select(c => c is '`' or '$' || DoubleQuotes.IndexOf(c) >= 0 ? "`" + c : c.ToString())) + "\"";
        return isQuoted || !IsSafe(value) ? "'" + string.Concat(value.Select(c => SingleQuotes.IndexOf(c) >= 0 ? new string(c, 2) : c.ToString())) + "'" : value;
    }

    /// <summary>Letters and digits, and what has no meaning of its own inside a word.</summary>
    private static bool IsSafe(string value) =>
        value.Length > 0 && (char.IsLetterOrDigit(value[0]) || value[0] is '_' or '/' or '.') && value.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '+' or '\\' or '=');
}
