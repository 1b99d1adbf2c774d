using System.Buffers;

namespace AmiTools.Aws;

/// <summary>
/// Reads a stream in large pieces: XmlReader asks for 4 KB at a time, and each is a call of the operating system. The room is
/// lent, so that an answer costs none.
/// </summary>
internal sealed class ReadAhead(Stream inner) : Stream
{
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int start;
    private int end;
    private bool isDisposed;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] target, int offset, int count)
    {
        if (start == end) (start, end) = (0, inner.Read(buffer, 0, buffer.Length));
        var given = Math.Min(count, end - start);
        Buffer.BlockCopy(buffer, start, target, offset, given);
        start += given;
        return given;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] source, int offset, int count) => throw new NotSupportedException();

    /// <summary>Gives the room back, and leaves the stream to its owner.</summary>
    protected override void Dispose(bool disposing)
    {
        if (!isDisposed) ArrayPool<byte>.Shared.Return(buffer);
        isDisposed = true;
        base.Dispose(disposing);
    }
}
