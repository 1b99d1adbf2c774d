using System.Diagnostics;
using System.Text.Json;
using AmiTools.Cmdlets.Base;
using AmiTools.Core;
using AmiTools.Core.Building;

namespace AmiTools.Cmdlets.LocalClouds;

/// <summary>Starts and stops the command line's local cloud as a child process that does not outlive this one.</summary>
internal static class CloudProcess
{
    private static readonly Dictionary<int, Process> started = [];

    /// <exception cref="AmiToolsException">CommandLineMissing, RuntimeMissing, LocalCloudFailed, and what the cloud says itself (PortNotAvailable, EnvironmentsFileExists, EnvironmentsFileNotWritable, BadUsage).</exception>
    public static async Task<AmiLocalCloud> StartAsync(IReadOnlyList<string> arguments, string? environmentsFolder, TimeSpan timeout, CancellationToken cancel)
    {
        var cli = CliProgram.Find();
        List<string> all = [cli, "local-cloud", "--json", "--stop-on-stdin-close", .. arguments];
        if (environmentsFolder is not null) all.AddRange(["--environments", environmentsFolder]);
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            Arguments = string.Join(" ", all.Select(a => "\"" + a.Replace("\"", "\\\"") + "\"")),
        };
        // It needs no one's secret, and no way out.
        foreach (var name in start.Environment.Keys.Where(n => SecretNames.LooksSecret(n) || n.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new AmiToolsException("RuntimeMissing", FailureKind.NotInstalled, "The local cloud needs the .NET 10 runtime with ASP.NET Core, and there is no 'dotnet' on PATH. Install it: https://dotnet.microsoft.com/download/dotnet/10.0", "dotnet", e);
        }
        var errors = process.StandardError.ReadToEndAsync();
        var line = process.StandardOutput.ReadLineAsync();
        try
        {
            var first = await Task.WhenAny(line, Task.Delay(timeout, cancel)).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (first != line) throw new AmiToolsException("LocalCloudFailed", FailureKind.TimedOut, $"The local cloud did not answer within {timeout.TotalSeconds:0} seconds.", cli);
            if (await line.ConfigureAwait(false) is not { } announcement) throw Failed(await errors.ConfigureAwait(false), cli);
            var cloud = Read(announcement, process.Id, environmentsFolder);
            // Its further output is read, so that it never waits for us.
            _ = process.StandardOutput.ReadToEndAsync();
            lock (started) started[process.Id] = process;
            return cloud;
        }
        catch
        {
            Kill(process);
            throw;
        }
    }

    /// <summary>A cloud that this session or another one has started; null if there is no such process any more.</summary>
    /// <exception cref="AmiToolsException">NotALocalCloud: it is another program.</exception>
    public static Process? Find(int processId)
    {
        lock (started)
        {
            if (started.TryGetValue(processId, out var own)) return own.HasExited ? null : own;
        }
        try
        {
            var other = Process.GetProcessById(processId);
            return LocalCloudMark.IsOn(processId) ? other : throw new AmiToolsException("NotALocalCloud", FailureKind.InvalidInput, $"The process {processId} ({other.ProcessName}) is no local cloud, and was not stopped. Take the id from what Start-AmiLocalCloud gave.", processId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Stops one that was found.</summary>
    public static void Stop(Process process)
    {
        bool isOwn;
        lock (started) isOwn = started.Remove(process.Id);
        if (isOwn) process.StandardInput.Close();
        if (isOwn && process.WaitForExit(5000)) return;
        Kill(process);
        LocalCloudMark.TakeOff(process.Id);
    }

    private static AmiToolsException Failed(string errors, string cli) =>
        errors.IndexOf("Microsoft.NETCore.App", StringComparison.Ordinal) >= 0 || errors.IndexOf("Microsoft.AspNetCore.App", StringComparison.Ordinal) >= 0
            ? new("RuntimeMissing", FailureKind.NotInstalled, "The local cloud needs the .NET 10 runtime with ASP.NET Core, which this machine does not have. Install it: https://dotnet.microsoft.com/download/dotnet/10.0", cli)
            : CloudFailure.Of(errors) ?? new("LocalCloudFailed", FailureKind.ServiceFailed, $"The local cloud could not start: {errors.Trim()}", cli);

    private static AmiLocalCloud Read(string announcement, int processId, string? environmentsFolder)
    {
        using var json = JsonDocument.Parse(announcement);
        var root = json.RootElement;
        return new()
        {
            Url = new Uri(root.GetProperty("url").GetString()!),
            ProcessId = processId,
            Region = root.GetProperty("region").GetString()!,
            EnvironmentsPath = environmentsFolder is null ? null : Path.Combine(environmentsFolder, "environments.yaml"),
            Accounts = [.. root.GetProperty("accounts").EnumerateArray().Select(a => new AmiLocalAccount
            {
                Id = a.GetProperty("id").GetString()!,
                Name = a.GetProperty("name").GetString()!,
                AccessKeyId = a.GetProperty("accessKeyId").GetString()!,
                SecretAccessKey = a.GetProperty("secretAccessKey").GetString()!,
                EnvironmentPrefix = a.GetProperty("environmentPrefix").GetString()!,
            })],
        };
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
