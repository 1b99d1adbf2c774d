using System.Text;

namespace AmiTools.Core.Definitions;

internal enum HclKind
{
    Word,
    Number,
    /// <summary>A quoted string or heredoc; its text keeps <c>${…}</c> as written.</summary>
    Text,
    Mark,
    NewLine,
    End,
}

/// <summary>A token of HCL2 with its 1-based line.</summary>
internal sealed record HclToken(HclKind Kind, string Text, int Line);

/// <summary>Cuts HCL2 into tokens.</summary>
internal sealed class HclTokens(string source, string path)
{
    private const int Deepest = 32;

    private int at;
    private int line = 1;
    private int nested;

    public IReadOnlyList<HclToken> All()
    {
        var tokens = new List<HclToken>();
        do tokens.Add(Next());
        while (tokens[tokens.Count - 1].Kind != HclKind.End);
        return tokens;
    }

    private char Peek(int ahead = 0) => at + ahead < source.Length ? source[at + ahead] : '\0';

    private HclToken Next()
    {
        SkipBlanks();
        var start = line;
        var c = Peek();
        if (at >= source.Length) return new(HclKind.End, "", start);
        if (c == '\n')
        {
            at++;
            line++;
            return new(HclKind.NewLine, "\n", start);
        }
        if (c == '"')
        {
            at++;
            return new(HclKind.Text, Quoted(start), start);
        }
        if (c == '<' && Peek(1) == '<') return new(HclKind.Text, Heredoc(start), start);
        if (char.IsLetter(c) || c == '_') return new(HclKind.Word, Take(x => char.IsLetterOrDigit(x) || x is '_' or '-'), start);
        if (char.IsDigit(c)) return new(HclKind.Number, Take(x => char.IsLetterOrDigit(x) || x == '.'), start);
        at++;
        return new(HclKind.Mark, c.ToString(), start);
    }

    private void SkipBlanks()
    {
        while (at < source.Length)
        {
            var c = Peek();
            if (c is ' ' or '\t' or '\r') at++;
            else if (c == '#' || (c == '/' && Peek(1) == '/')) Take(x => x != '\n');
            else if (c == '/' && Peek(1) == '*')
            {
                var start = line;
                at += 2;
                while (!(Peek() == '*' && Peek(1) == '/'))
                {
                    if (at >= source.Length) throw Problem("a comment (/*) is not closed.", start);
                    if (Peek() == '\n') line++;
                    at++;
                }
                at += 2;
            }
            else return;
        }
    }

    private string Take(Func<char, bool> wanted)
    {
        var from = at;
        while (at < source.Length && wanted(source[at])) at++;
        return source.Substring(from, at - from);
    }

    private string Quoted(int start)
    {
        var text = new StringBuilder();
        while (true)
        {
            var c = Peek();
            if (at >= source.Length || c == '\n') throw Problem("a string is not closed.", start);
            if (c == '"')
            {
                at++;
                return text.ToString();
            }
            if (c == '\\')
            {
                text.Append(Peek(1) switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
                at += 2;
            }
            else if (c is '$' or '%' && Peek(1) == c && Peek(2) == '{')
            {
                // $${ is the text ${, no expression.
                text.Append(source, at, 3);
                at += 3;
            }
            else if (c is '$' or '%' && Peek(1) == '{') text.Append(Interpolation(start));
            else
            {
                text.Append(c);
                at++;
            }
        }
    }

    /// <summary><c>${…}</c> as written, strings inside it included.</summary>
    private string Interpolation(int start)
    {
        var from = at;
        if (++nested > Deepest) throw Problem($"expressions are nested more than {Deepest} deep.", start);
        at += 2;
        for (var depth = 1; depth > 0; at++)
        {
            var c = Peek();
            if (at >= source.Length) throw Problem("an expression (${) is not closed.", start);
            if (c == '\n') line++;
            if (c == '{') depth++;
            else if (c == '}') depth--;
            else if (c == '"')
            {
                at++;
                Quoted(start);
                at--;
            }
        }
        nested--;
        return source.Substring(from, at - from);
    }

    private string Heredoc(int start)
    {
        at += 2;
        if (Peek() == '-') at++;
        var word = Take(x => char.IsLetterOrDigit(x) || x is '_' or '-');
        if (word.Length == 0) throw Problem("'<<' without a word.", start);
        Take(x => x != '\n');
        var text = new StringBuilder();
        while (at < source.Length)
        {
            at++;
            line++;
            var content = Take(x => x != '\n').TrimEnd('\r');
            if (content.Trim() == word) return text.ToString();
            text.Append(content).Append('\n');
        }
        throw Problem($"the text that begins with <<{word} is not closed.", start);
    }

    private DocumentException Problem(string message, int where) => new(new Problem("HclInvalid", message, path, where));
}
