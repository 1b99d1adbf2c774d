namespace AmiTools.Core.Definitions;

/// <summary>Reads a type constraint of HCL2 (Packer, "Type Constraints"): <c>map(object({ size = number, tags = list(string) }))</c>.</summary>
internal sealed class TypeReader(string text)
{
    private const int Deepest = 16;

    private int at;
    private int depth;

    /// <summary>The type; null if it is none.</summary>
    public VariableType? Read()
    {
        var type = Type();
        Blanks();
        return at == text.Length ? type : null;
    }

    private VariableType? Type()
    {
        if (++depth > Deepest) return null;
        try
        {
            switch (Word())
            {
                case ("string" or "number" or "bool") and var name: return new VariableType.Plain(name);
                case "any": return VariableType.Any;
                case ("list" or "set") and var many: return Take('(') && Type() is { } item && Take(')') ? new VariableType.Several(many, item) : null;
                case "map": return Take('(') && Type() is { } value && Take(')') ? new VariableType.Map(value) : null;
                case "tuple": return Take('(') && Take('[') && Positions() is { } items && Take(')') ? new VariableType.Positions(items) : null;
                case "object": return Take('(') && Take('{') && Members() is { } members && Take(')') ? new VariableType.Members(members) : null;
                default: return null;
            }
        }
        finally
        {
            depth--;
        }
    }

    private List<VariableType>? Positions()
    {
        var items = new List<VariableType>();
        while (true)
        {
            Separators();
            if (Take(']')) return items;
            if (Type() is not { } item) return null;
            items.Add(item);
        }
    }

    private List<VariableType.Member>? Members()
    {
        var members = new List<VariableType.Member>();
        while (true)
        {
            Separators();
            if (Take('}')) return members;
            Take('"');
            if (Word() is not { Length: > 0 } name) return null;
            Take('"');
            if (!Take('=') && !Take(':')) return null;
            var before = at;
            var optional = Word() == "optional";
            if (!optional) at = before;
            if (optional && !Take('(')) return null;
            if (Type() is not { } type) return null;
            // optional(string, "a default")
            if (optional && !Rest()) return null;
            members.Add(new(name, type, optional));
        }
    }

    private bool Rest()
    {
        for (var open = 1; at < text.Length; at++)
        {
            if (text[at] is '(' or '[' or '{') open++;
            else if (text[at] is ')' or ']' or '}' && --open == 0)
            {
                at++;
                return true;
            }
        }
        return false;
    }

    private string Word()
    {
        Blanks();
        var from = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-')) at++;
        return text.Substring(from, at - from);
    }

    private bool Take(char mark)
    {
        Blanks();
        if (at >= text.Length || text[at] != mark) return false;
        at++;
        return true;
    }

    // In a template a line's end separates members too.
    private void Separators()
    {
        while (Take(',')) { }
    }

    private void Blanks()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }
}
