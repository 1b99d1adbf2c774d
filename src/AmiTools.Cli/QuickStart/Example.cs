using System.Diagnostics;
using System.Reflection;

namespace AmiTools.Cli.QuickStart;

/// <summary>The example's definition, carried within this program, so that the quick start needs no checkout.</summary>
internal sealed class Example : IDisposable
{
    private const string Prefix = "quickstart/";

    private Example(string folder, string? commit) => (Folder, Commit) = (folder, commit);

    /// <summary>The folder that it was unpacked to.</summary>
    public string Folder { get; }

    /// <summary>The commit it was put into; null where there is no git.</summary>
    public string? Commit { get; }

    /// <summary>Unpacks the example into a temporary folder, lets <paramref name="add"/> add to it, and commits it where git is found.</summary>
    public static async Task<Example> UnpackAsync(IReadOnlyDictionary<string, string> variables, Action<string> add, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("amitools-quickstart-").FullName;
        try
        {
            var assembly = Assembly.GetExecutingAssembly();
            foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
            {
                var file = Path.Combine(folder, name[Prefix.Length..]);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await using var from = assembly.GetManifestResourceStream(name)!;
                await using var to = File.Create(file);
                await from.CopyToAsync(to, cancel);
            }
            // Run folders are written beside the definitions; no repository wants them.
            await File.WriteAllTextAsync(Path.Combine(folder, ".gitignore"), "runs/\n", cancel);
            add(folder);
            return new(folder, await CommitAsync(folder, variables, cancel));
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<string?> CommitAsync(string folder, IReadOnlyDictionary<string, string> variables, CancellationToken cancel)
    {
        // The user's own git settings (templates, hooks, signing) have no say in a temporary repository.
        string[] settings = ["-c", "user.name=AmiTools", "-c", "user.email=quickstart@localhost", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=" + Path.Combine(folder, ".nohooks"), "-c", "core.autocrlf=false"];
        string[][] steps = [["init", "--quiet", "--template=", "--initial-branch=main"], [.. settings, "add", "--all"], [.. settings, "commit", "--quiet", "--message=Web server"]];
        foreach (var step in steps)
        {
            if (await GitAsync(folder, variables, step, cancel) is null) return null;
        }
        return await GitAsync(folder, variables, ["rev-parse", "HEAD"], cancel);
    }

    private static async Task<string?> GitAsync(string folder, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // Inside a hook or a CI step, GIT_DIR and its like point to another repository.
        start.Environment.Clear();
        foreach (var (name, value) in variables.Where(v => !v.Key.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase))) start.Environment[name] = value;
        try
        {
            using var git = Process.Start(start)!;
            git.StandardInput.Close();
            var output = git.StandardOutput.ReadToEndAsync(cancel);
            var error = git.StandardError.ReadToEndAsync(cancel);
            await Task.WhenAll(output, error);
            await git.WaitForExitAsync(cancel);
            return git.ExitCode == 0 ? (await output).Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
