using System.Text;

namespace AmiTools.Cli;

/// <summary>
/// Writes to a stream that may go away. A terminal that was closed, or a full disk behind a redirection, must not end an
/// undo half way: from the first failed write on, everything is dropped.
/// </summary>
internal sealed class UnbreakableWriter(TextWriter inner) : TextWriter
{
    private volatile bool broken;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Attempt(w => w.Write(value));

    public override void Write(string? value) => Attempt(w => w.Write(value));

    public override void Write(char[] buffer, int index, int count) => Attempt(w => w.Write(buffer, index, count));

    public override void WriteLine(string? value) => Attempt(w => w.WriteLine(value));

    public override void Flush() => Attempt(w => w.Flush());

    private void Attempt(Action<TextWriter> write)
    {
        if (broken) return;
        try
        {
            write(inner);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            broken = true;
        }
    }
}
