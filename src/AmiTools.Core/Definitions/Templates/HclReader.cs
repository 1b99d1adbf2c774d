namespace AmiTools.Core.Definitions;

/// <summary>A block of HCL2: <c>type "label" "label" { … }</c>.</summary>
internal sealed record HclBlock(string Type, IReadOnlyList<string> Labels, int Line)
{
    public Dictionary<string, HclValue> Attributes { get; } = new(StringComparer.Ordinal);

    public List<HclBlock> Blocks { get; } = [];
}

/// <summary>An attribute's value: text with expressions, a list, an object, or an expression that is only kept as written.</summary>
internal sealed record HclValue(string? Text, IReadOnlyList<HclValue>? Items, IReadOnlyDictionary<string, HclValue>? Members, IReadOnlyList<HclToken> Tokens, int Line)
{
    public bool IsNull => Tokens is [{ Kind: HclKind.Word, Text: "null" }];
}

/// <summary>
/// Reads HCL2's structure: blocks, attributes, literals, lists and objects. Expressions are kept as tokens; Packer is
/// the one that evaluates them.
/// </summary>
internal sealed class HclReader
{
    private readonly IReadOnlyList<HclToken> tokens;
    private readonly string path;
    private int at;
    private int depth;

    private HclReader(IReadOnlyList<HclToken> tokens, string path) => (this.tokens, this.path) = (tokens, path);

    public static HclBlock Read(string path)
    {
        var reader = new HclReader(new HclTokens(TextFile.Read(path), path).All(), path);
        var root = new HclBlock("", [], 1);
        reader.Body(root, HclKind.End, "");
        return root;
    }

    private HclToken Now => tokens[at];

    /// <summary>The deepest nesting that is read; a file that nests further would end the process, not the reading.</summary>
    private const int Deepest = 64;

    private T Deeper<T>(Func<T> read)
    {
        if (++depth > Deepest) throw Problem($"the blocks, lists or objects are nested more than {Deepest} deep.", Now.Line);
        var value = read();
        depth--;
        return value;
    }

    private bool IsMark(string mark) => Now.Kind == HclKind.Mark && Now.Text == mark;

    private void Body(HclBlock block, HclKind endKind, string endText)
    {
        while (true)
        {
            while (Now.Kind == HclKind.NewLine) at++;
            if (Now.Kind == endKind && (endText.Length == 0 || Now.Text == endText))
            {
                if (Now.Kind != HclKind.End) at++;
                return;
            }
            if (Now.Kind == HclKind.End) throw Problem($"the block '{block.Type}' that begins in line {block.Line} is not closed.", block.Line);
            if (Now.Kind is not (HclKind.Word or HclKind.Text)) throw Problem($"unexpected '{Shown.Name(Now.Text)}'; expected a name.", Now.Line);
            var name = tokens[at++];
            if (IsMark("="))
            {
                at++;
                if (block.Attributes.ContainsKey(name.Text)) throw Problem($"'{name.Text}' is set here a second time.", name.Line);
                block.Attributes.Add(name.Text, Value(stopAtNewLine: true));
                continue;
            }
            var labels = new List<string>();
            while (Now.Kind is HclKind.Text or HclKind.Word) labels.Add(tokens[at++].Text);
            if (!IsMark("{")) throw Problem($"unexpected {(Now.Kind == HclKind.NewLine ? "end of line" : Now.Kind == HclKind.End ? "end of file" : $"'{Shown.Name(Now.Text)}'")} after '{Shown.Name(name.Text)}'; expected = or {{.", Now.Line);
            at++;
            var inner = new HclBlock(name.Text, labels, name.Line);
            block.Blocks.Add(inner);
            Deeper(() =>
            {
                Body(inner, HclKind.Mark, "}");
                return inner;
            });
        }
    }

    private HclValue Value(bool stopAtNewLine)
    {
        var first = at;
        var line = Now.Line;
        IReadOnlyList<HclValue>? items = null;
        Dictionary<string, HclValue>? members = null;
        if (IsMark("[") && !IsFor()) items = Deeper(List);
        else if (IsMark("{") && !IsFor()) members = Deeper(Object);
        else Skip(stopAtNewLine);
        // Something after a list or object ([…][0], {…}.x) makes it an expression.
        if ((items is not null || members is not null) && !AtEnd(stopAtNewLine))
        {
            (items, members) = (null, null);
            Skip(stopAtNewLine);
        }
        var own = tokens.Skip(first).Take(at - first).ToArray();
        if (own.Length == 0) throw Problem("a value is missing.", line);
        return new(items is null && members is null ? TextOf(own) : null, items, members, own, line);
    }

    private bool IsFor()
    {
        var next = at + 1;
        while (tokens[next].Kind == HclKind.NewLine) next++;
        return tokens[next] is { Kind: HclKind.Word, Text: "for" };
    }

    private bool AtEnd(bool stopAtNewLine) => Now.Kind == HclKind.End || (stopAtNewLine && Now.Kind == HclKind.NewLine) || IsMark(",") || IsMark("]") || IsMark("}") || (!stopAtNewLine && Now.Kind == HclKind.NewLine);

    private List<HclValue> List()
    {
        var start = tokens[at++];
        var items = new List<HclValue>();
        while (true)
        {
            while (Now.Kind == HclKind.NewLine || IsMark(",")) at++;
            if (IsMark("]")) { at++; return items; }
            if (Now.Kind == HclKind.End) throw Problem("a list is not closed.", start.Line);
            items.Add(Value(stopAtNewLine: false));
        }
    }

    private Dictionary<string, HclValue> Object()
    {
        var start = tokens[at++];
        var members = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        while (true)
        {
            while (Now.Kind == HclKind.NewLine || IsMark(",")) at++;
            if (IsMark("}")) { at++; return members; }
            if (Now.Kind == HclKind.End) throw Problem("an object is not closed.", start.Line);
            var key = new List<HclToken>();
            while (!IsMark("=") && !IsMark(":"))
            {
                if (Now.Kind is HclKind.End or HclKind.NewLine) throw Problem("a member without a value.", Now.Line);
                key.Add(tokens[at++]);
            }
            at++;
            members[string.Concat(key.Select(k => k.Text))] = Value(stopAtNewLine: true);
        }
    }

    /// <summary>Moves over an expression, brackets and all.</summary>
    private void Skip(bool stopAtNewLine)
    {
        var depth = 0;
        for (; Now.Kind != HclKind.End; at++)
        {
            if (depth == 0 && AtEnd(stopAtNewLine)) return;
            if (Now.Kind != HclKind.Mark) continue;
            if (Now.Text is "(" or "[" or "{") depth++;
            else if (Now.Text is ")" or "]" or "}") depth--;
        }
    }

    /// <summary>A literal's text; a reference <c>var.x</c> as <c>${var.x}</c>; any other expression as <c>${…}</c> too.</summary>
    private static string TextOf(HclToken[] own) => own switch
    {
        [{ Kind: HclKind.Text } text] => text.Text,
        [{ Kind: HclKind.Number } number] => number.Text,
        [{ Kind: HclKind.Word, Text: "true" or "false" } flag] => flag.Text,
        _ => "${" + string.Concat(own.Where(t => t.Kind != HclKind.NewLine).Select(t => t.Kind == HclKind.Text ? $"\"{t.Text}\"" : t.Text)) + "}",
    };

    private DocumentException Problem(string message, int line) => new(new Problem("HclInvalid", message, path, line));
}
