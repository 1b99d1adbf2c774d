namespace AmiTools.Core.Pointers;

/// <summary>An id that takes the place of another.</summary>
internal sealed record ByteEdit(int Offset, byte[] Before, byte[] After);

/// <summary>Changes bytes and leaves all others as they are. A pure function.</summary>
internal static class ByteEdits
{
    /// <summary>The edits of one file.</summary>
    public static IReadOnlyList<ByteEdit> Of(ReferenceText text, IEnumerable<(FilePlace Place, string ImageId)> changes) =>
        [.. changes.Select(c => new ByteEdit(c.Place.Offset, text.BytesOf(c.Place.ImageId), text.BytesOf(c.ImageId))).OrderBy(e => e.Offset)];

    /// <exception cref="InvalidOperationException">What is to be replaced does not stand there.</exception>
    public static byte[] Apply(byte[] bytes, IReadOnlyList<ByteEdit> edits)
    {
        var result = new byte[bytes.Length + edits.Sum(e => e.After.Length - e.Before.Length)];
        var (from, to) = (0, 0);
        foreach (var edit in edits)
        {
            if (edit.Offset < from || !bytes.AsSpan(edit.Offset, edit.Before.Length).SequenceEqual(edit.Before)) throw new InvalidOperationException($"The bytes at {edit.Offset} are not what was read there.");
            bytes.AsSpan(from, edit.Offset - from).CopyTo(result.AsSpan(to));
            to += edit.Offset - from;
            edit.After.CopyTo(result, to);
            to += edit.After.Length;
            from = edit.Offset + edit.Before.Length;
        }
        bytes.AsSpan(from).CopyTo(result.AsSpan(to));
        return result;
    }
}
