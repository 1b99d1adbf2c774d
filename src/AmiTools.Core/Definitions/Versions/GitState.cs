using System.ComponentModel;
using System.Diagnostics;

namespace AmiTools.Core.Definitions;

/// <summary>What the checkout says about where it stands. Everything is null where git or a checkout is missing.</summary>
public sealed record GitState
{
    // What git needs to start and to find its configuration (safe.directory). Its hooks and filters are the repository's
    // own programs: a CI server's secrets are none of theirs.
    private static readonly string[] handedOn =
    [
        "PATH", "HOME", "XDG_CONFIG_HOME", "USER", "LANG", "TMPDIR", "GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM",
        "SystemRoot", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "ProgramData", "ProgramFiles", "PATHEXT", "TEMP", "TMP",
    ];

    /// <summary>The full commit id.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch; null on a detached head.</summary>
    public string? Branch { get; init; }

    /// <summary>The remote <c>origin</c>, without user and password.</summary>
    public string? Remote { get; init; }

    /// <summary>The remote's default branch, or <c>main</c> or <c>master</c> where only that exists.</summary>
    public string? DefaultBranch { get; init; }

    /// <summary>The files that differ from the commit, the runs folder not counted; a folder that is new is one.</summary>
    public IReadOnlyList<DirtyFile> Dirt { get; init; } = [];

    /// <summary>True if files differ from the commit.</summary>
    public bool IsDirty => Dirt.Count > 0;

    /// <summary>Reads the checkout that <paramref name="folder"/> lies in.</summary>
    /// <param name="folder">A folder.</param>
    /// <param name="runsFolder">The folder of runs, which is never dirt.</param>
    /// <param name="variables">The host's environment variables; git gets those that it needs, and no secret.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<GitState> ReadAsync(string folder, string? runsFolder, IReadOnlyDictionary<string, string> variables, CancellationToken cancel)
    {
        var head = await GitAsync(folder, variables, cancel, "rev-parse", "--show-toplevel").ConfigureAwait(false);
        if (head is null) return new();
        var commit = await GitAsync(folder, variables, cancel, "rev-parse", "--verify", "HEAD").ConfigureAwait(false);
        var branch = await GitAsync(folder, variables, cancel, "symbolic-ref", "--short", "-q", "HEAD").ConfigureAwait(false);
        var remote = await GitAsync(folder, variables, cancel, "config", "--get", "remote.origin.url").ConfigureAwait(false);
        var remoteHead = await GitAsync(folder, variables, cancel, "symbolic-ref", "--short", "-q", "refs/remotes/origin/HEAD").ConfigureAwait(false);
        var heads = remoteHead is null ? await GitAsync(folder, variables, cancel, "for-each-ref", "--format=%(refname:short)", "refs/heads/main", "refs/heads/master").ConfigureAwait(false) : null;
        List<string> status = ["status", "--porcelain", "-z", "--", ":/"];
        if (runsFolder is not null && Relative(head, runsFolder) is { } runs) status.Add($":(top,exclude){runs}");
        var dirt = await GitAsync(folder, variables, cancel, [.. status]).ConfigureAwait(false);
        return new()
        {
            Commit = commit,
            Branch = branch,
            Remote = remote is null ? null : WithoutUser(remote),
            DefaultBranch = remoteHead is not null ? remoteHead.Substring(remoteHead.IndexOf('/') + 1) : heads?.Split('\n')[0] is { Length: > 0 } only ? only : null,
            Dirt = DirtyFile.Read(dirt ?? ""),
        };
    }

    /// <summary><c>https://user:token@host/x</c> without <c>user:token@</c>.</summary>
    public static string WithoutUser(string remote)
    {
        var scheme = remote.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return remote;
        var end = remote.IndexOf('/', scheme + 3);
        var at = remote.LastIndexOf('@', end < 0 ? remote.Length - 1 : end);
        return at > scheme ? remote.Substring(0, scheme + 3) + remote.Substring(at + 1) : remote;
    }

    private static string? Relative(string top, string path)
    {
        var prefix = top.TrimEnd('/', '\\') + "/";
        var full = path.Replace('\\', '/');
        return full.StartsWith(prefix, StringComparison.Ordinal) && full.Length > prefix.Length ? full.Substring(prefix.Length) : null;
    }

    /// <summary>The trimmed output, null if git is missing or says no, empty output of a success as "" only for status.</summary>
    private static async Task<string?> GitAsync(string folder, IReadOnlyDictionary<string, string> variables, CancellationToken cancel, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            Arguments = string.Join(" ", arguments.Select(a => "\"" + a + "\"")),
        };
        start.EnvironmentVariables.Clear();
        foreach (var name in handedOn)
        {
            if (variables.TryGetValue(name, out var value)) start.EnvironmentVariables[name] = value;
        }
        start.EnvironmentVariables["GIT_OPTIONAL_LOCKS"] = "0";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            using var stop = cancel.Register(() => Kill(process));
            var text = await output.ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            process.WaitForExit();
            cancel.ThrowIfCancellationRequested();
            // A file that was changed and not staged begins with a blank.
            text = arguments[0] == "status" ? text : text.Trim();
            return process.ExitCode != 0 || (text.Length == 0 && arguments[0] != "status") ? null : text;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
