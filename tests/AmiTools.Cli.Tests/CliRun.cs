namespace AmiTools.Cli.Tests;

/// <summary>A command line that was run in this process, and everything it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public static async Task<CliRun> Of(params string[] arguments) => await In(Path.GetTempPath(), arguments);

    public static async Task<CliRun> In(string folder, params string[] arguments)
    {
        using var stop = new StopRequest();
        return await With(h => h with { WorkingDirectory = folder, Stop = stop }, arguments);
    }

    public static async Task<CliRun> With(Func<Host, Host> change, params string[] arguments)
    {
        using var stop = new StopRequest();
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var host = change(new Host
        {
            Out = output,
            Error = error,
            In = new StringReader(""),
            Variables = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" },
            WorkingDirectory = Path.GetTempPath(),
            Stop = stop,
        });
        var code = await CommandLine.RunAsync(arguments, host);
        return new((int)code, output.ToString(), error.ToString());
    }
}
