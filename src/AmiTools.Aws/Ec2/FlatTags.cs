namespace AmiTools.Aws;

/// <summary>The tags of one of very many resources: their texts in a row, without an object for each.</summary>
public sealed class FlatTags
{
    private readonly List<string> texts;

    internal FlatTags(List<string> texts) => this.texts = texts;

    /// <summary>How many tags there are. A method, since properties are members of an answer.</summary>
    public int Number() => texts.Count / 2;

    /// <summary>The key of the tag at a place from 0.</summary>
    public string KeyAt(int place) => texts[2 * place];

    /// <summary>Its value.</summary>
    public string ValueAt(int place) => texts[(2 * place) + 1];
}
