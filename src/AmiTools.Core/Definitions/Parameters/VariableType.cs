namespace AmiTools.Core.Definitions;

/// <summary>
/// The type that an HCL2 template declares for a variable, or that Packer infers from its default. A value from a parameter
/// file is text; this says what has to become of it.
/// </summary>
public abstract record VariableType
{
    /// <summary>No type is declared: Packer takes whatever comes.</summary>
    public sealed record Anything : VariableType
    {
        public override string ToString() => "any";
    }

    /// <summary><c>string</c>, <c>number</c> or <c>bool</c>.</summary>
    public sealed record Plain(string Name) : VariableType
    {
        public override string ToString() => Name;
    }

    /// <summary><c>list(…)</c> or <c>set(…)</c>.</summary>
    public sealed record Several(string Name, VariableType Item) : VariableType
    {
        public override string ToString() => $"{Name}({Item})";
    }

    /// <summary><c>map(…)</c>.</summary>
    public sealed record Map(VariableType Item) : VariableType
    {
        public override string ToString() => $"map({Item})";
    }

    /// <summary><c>object({…})</c>; members that are <c>optional(…)</c> may be left out.</summary>
    public sealed record Members(IReadOnlyList<Member> All) : VariableType
    {
        public override string ToString() => $"object({{{string.Join(", ", All)}}})";
    }

    /// <summary><c>tuple([…])</c>.</summary>
    public sealed record Positions(IReadOnlyList<VariableType> Items) : VariableType
    {
        public override string ToString() => $"tuple([{string.Join(", ", Items)}])";
    }

    /// <summary>A member of an object.</summary>
    public sealed record Member(string Name, VariableType Type, bool IsOptional)
    {
        public override string ToString() => $"{Name} = {(IsOptional ? $"optional({Type})" : Type.ToString())}";
    }

    public static VariableType Text { get; } = new Plain("string");

    public static VariableType Any { get; } = new Anything();

    /// <summary>True if a value is one piece of text.</summary>
    public bool IsText => this is Plain { Name: "string" };

    /// <summary>Reads a type as it stands in a template; what is not understood is left to Packer.</summary>
    public static VariableType Parse(string text) => new TypeReader(text).Read() ?? Any;

    // Records print their members otherwise.
    public abstract override string ToString();
}
