using System.Text;

namespace AmiTools.Cli.Reporting;

/// <summary>
/// A file to whose end lines are written, also by other processes at the same time: each line is one exclusive opening, so
/// that none overwrites another's, and so that a log that was moved away begins anew.
/// </summary>
internal sealed class LogFile
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan lookEvery = TimeSpan.FromMilliseconds(10);
    private readonly string path;

    /// <exception cref="AmiToolsException">LogNotWritable.</exception>
    public LogFile(string path)
    {
        this.path = path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Append("");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("LogNotWritable", FailureKind.InvalidInput, $"The log {path} can't be written: {e.Message} Nothing was done.", path, e);
        }
    }

    /// <exception cref="IOException">It can't be written, or another process keeps it.</exception>
    public void Append(string text)
    {
        using var file = Open();
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    private FileStream Open()
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
            }
            // Not what can't be mended by waiting: a folder that is missing, a path that is one.
            catch (IOException e) when (e.GetType() == typeof(IOException) && TimeProvider.System.GetElapsedTime(began) < patience)
            {
                Thread.Sleep(lookEvery);
            }
        }
    }
}
