using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AmiTools.Tests;

/// <summary>The AWS SDK for JavaScript, installed once from its lock file into a folder that git ignores.</summary>
internal static class JavaScript
{
    private static readonly Lock installing = new();

    public static string Folder { get; } = Path.GetDirectoryName(ThisFile())!;

    /// <summary>Runs one of the scripts beside this file and returns what it printed.</summary>
    public static string Run(string script, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        Install();
        return Start("node", [Path.Combine(Folder, script), .. arguments], environment);
    }

    private static void Install()
    {
        var mark = Path.Combine(Folder, "node_modules", ".package-lock.json");
        lock (installing)
        {
            // Two test projects may come here at once, each in a process of its own.
            using var between = new Mutex(false, "amitools-npm-ci");
            between.WaitOne();
            try
            {
                // Older than the lock file: it was installed from another one.
                if (!File.Exists(mark) || File.GetLastWriteTimeUtc(mark) < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"))) Start("npm", ["ci", "--no-audit", "--no-fund", "--silent"], null);
            }
            finally
            {
                between.ReleaseMutex();
            }
        }
    }

    private static string Start(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}{output}");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
