namespace AmiTools.Cli.Reporting;

/// <summary>Progress and messages as JSON lines, each with its <c>type</c> and UTC <c>time</c>.</summary>
internal sealed class JsonLinesReporter(TextWriter writer, TimeProvider time, bool verbose) : ICommandReporter
{
    private readonly Lock gate = new();

    public void Verbose(string message)
    {
        if (verbose) Write(new { type = "verbose", time = time.GetUtcNow().UtcDateTime, message });
    }

    public void Warning(string message) => Write(new { type = "warning", time = time.GetUtcNow().UtcDateTime, message });

    public void Output(string line) => Write(new { type = "output", time = time.GetUtcNow().UtcDateTime, line });

    public void Progress(ProgressUpdate update) =>
        Write(new { type = "progress", time = time.GetUtcNow().UtcDateTime, update.Activity, update.Status, update.Percent, update.Completed });

    public void BlockOpened(string name) => Write(new { type = "blockOpened", time = time.GetUtcNow().UtcDateTime, name });

    public void BlockClosed(string name) => Write(new { type = "blockClosed", time = time.GetUtcNow().UtcDateTime, name });

    public void Failure(Failure failure, Exception? details) => Write(new
    {
        type = "error",
        time = time.GetUtcNow().UtcDateTime,
        failure.ErrorId,
        failure.Kind,
        failure.Message,
        failure.NextStep,
        failure.Subject,
        failure.Problems,
        details = details?.ToString(),
    });

    public void Dispose() => writer.Flush();

    private void Write(object line)
    {
        var text = JsonText.Line(line);
        lock (gate)
        {
            writer.WriteLine(text);
            writer.Flush();
        }
    }
}
