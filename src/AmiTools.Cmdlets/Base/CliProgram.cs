namespace AmiTools.Cmdlets.Base;

/// <summary>The command line's program, which comes with the module.</summary>
internal static class CliProgram
{
    /// <exception cref="AmiToolsException">CommandLineMissing.</exception>
    public static string Find()
    {
        var cli = Path.Combine(Path.GetDirectoryName(typeof(CliProgram).Assembly.Location)!, "cli", "AmiTools.Cli.dll");
        return File.Exists(cli) ? cli
            : throw new AmiToolsException("CommandLineMissing", FailureKind.NotInstalled, $"The command line is missing: {cli} does not exist. In a checkout, build it first (./build.sh build).", cli);
    }
}
