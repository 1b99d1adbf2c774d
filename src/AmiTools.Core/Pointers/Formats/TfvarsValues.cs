namespace AmiTools.Core.Pointers.Formats;

/// <summary>The strings of Terraform's variable files: <c>name = "value"</c>, lists, maps and heredocs. Comments are none.</summary>
internal sealed class TfvarsValues(string text)
{
    private readonly List<TextValue> values = [];
    private readonly Stack<string> path = new();
    private string? key;
    private int at;

    public static IEnumerable<TextValue> In(string text) => new TfvarsValues(text).Read();

    private List<TextValue> Read()
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '#' || (c == '/' && Next == '/')) Skip(IndexOf("\n"));
            else if (c == '/' && Next == '*') Skip(IndexOf("*/", at + 2, "a comment (/*)") + 2);
            else if (c == '"') Quoted();
            else if (c == '<' && Next == '<') Heredoc();
            else if (char.IsLetter(c) || c == '_') Word();
            else Mark(c);
        }
        if (path.Count > 0) throw new WrongFormatException("no valid tfvars file: a bracket is not closed.", LineOf(text.Length));
        return values;
    }

    private char Next => at + 1 < text.Length ? text[at + 1] : '\0';

    private void Mark(char c)
    {
        if (c is '{' or '[')
        {
            path.Push(key ?? "");
            key = null;
        }
        else if (c is '}' or ']')
        {
            if (path.Count == 0) throw new WrongFormatException($"no valid tfvars file: a '{c}' closes nothing.", LineOf(at));
            path.Pop();
            key = null;
        }
        else if (c is ',' or '\n') key = null;
        at++;
    }

    private void Word()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.')) at++;
        if (IsKey()) key = text.Substring(start, at - start);
    }

    private void Quoted()
    {
        var start = ++at;
        for (; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\n') break;
            if (text[at] == '\\') at++;
        }
        if (at >= text.Length || text[at] != '"') throw new WrongFormatException("no valid tfvars file: a string is not closed.", LineOf(start));
        var end = at++;
        if (IsKey()) key = text.Substring(start, end - start);
        else Add(start, end);
    }

    private void Heredoc()
    {
        var begin = at;
        at += 2;
        if (at < text.Length && text[at] == '-') at++;
        var lineEnd = IndexOf("\n");
        var word = text.Substring(at, lineEnd - at).Trim();
        var start = Math.Min(lineEnd + 1, text.Length);
        for (at = start; at < text.Length;)
        {
            var end = IndexOf("\n");
            if (text.Substring(at, end - at).Trim() == word)
            {
                Add(start, at);
                at = end;
                return;
            }
            at = Math.Min(end + 1, text.Length);
        }
        throw new WrongFormatException($"no valid tfvars file: the text up to {word} is not closed.", LineOf(begin));
    }

    private void Add(int start, int end) => values.Add(new([.. path.Reverse().Where(p => p.Length > 0), .. key is null ? Array.Empty<string>() : [key]], start, end));

    // = or : follows, on the same line; == is no assignment.
    private bool IsKey()
    {
        var i = at;
        while (i < text.Length && text[i] is ' ' or '\t') i++;
        return i < text.Length && text[i] is '=' or ':' && !(i + 1 < text.Length && text[i + 1] == '=');
    }

    private int IndexOf(string what, int? from = null, string? unclosed = null)
    {
        var found = from <= text.Length || from is null ? text.IndexOf(what, from ?? at, StringComparison.Ordinal) : -1;
        return found >= 0 ? found : unclosed is null ? text.Length : throw new WrongFormatException($"no valid tfvars file: {unclosed} is not closed.", LineOf(at));
    }

    private void Skip(int to) => at = to;

    private int LineOf(int index) => text.Take(Math.Min(index, text.Length)).Count(c => c == '\n') + 1;
}
