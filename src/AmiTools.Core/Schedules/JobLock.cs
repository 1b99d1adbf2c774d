using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Schedules;

/// <summary>
/// No two runs of one job over one environments file at once on this machine and by this user. The lock is the operating
/// system's on an open file, so that it goes with its process however that ends; the file itself stays and means nothing.
/// </summary>
public sealed class JobLock : IDisposable
{
    // EAGAIN of Linux and of macOS, sharing and lock violation of Windows.
    private static readonly int[] heldByAnother = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream file;

    private JobLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock or fails at once: who comes by a schedule comes again.</summary>
    /// <param name="job">The job's name: scan, cleanup.</param>
    /// <param name="targets">Whose environments file it is about.</param>
    /// <param name="surroundings">The variables that tell where the lock lies, and the clock.</param>
    /// <exception cref="AmiToolsException">AlreadyRunning, LockNotWritable, or the environments file is not there.</exception>
    public static JobLock Take(string job, TargetSelection targets, Surroundings surroundings)
    {
        var fleet = targets.Direct is { } direct ? $"target {direct.Name} {direct.Region}" : EstateFinder.PathOf(targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        var path = PathOf(job, fleet, surroundings.Variables);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var taken = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Sign(path, surroundings.Time);
            return new(taken);
        }
        catch (IOException e) when (heldByAnother.Contains(e.HResult))
        {
            throw new AmiToolsException("AlreadyRunning", FailureKind.Conflict, $"'{job}' of {fleet} runs already on this machine{Holder(path)}. Nothing was done.", fleet, e)
            {
                RecommendedAction = "Wait for its end. A scheduled run comes again by itself.",
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("LockNotWritable", FailureKind.InvalidInput, $"The lock that keeps '{job}' from running twice can't be written: {path}: {e.Message} Give a folder of this user's in {(RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "LOCALAPPDATA" : "XDG_STATE_HOME")}.", path, e);
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose() => file.Dispose();

    internal static string PathOf(string job, string fleet, IReadOnlyDictionary<string, string> variables)
    {
        using var sha = SHA256.Create();
        var key = BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(fleet)), 0, 8).Replace("-", "").ToLowerInvariant();
        return Path.Combine(StateFolder.Of(variables), "locks", $"{job}-{key}.lock");
    }

    // For the message of whoever comes second, and for nothing else: what a dead process wrote stays. A file of its own,
    // since a locked one can't be read by others.
    private static void Sign(string path, TimeProvider time)
    {
        using var self = Process.GetCurrentProcess();
        try
        {
            File.WriteAllText(HolderOf(path), $"process {self.Id.ToString(CultureInfo.InvariantCulture)}, since {time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The lock holds without it.
        }
    }

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(HolderOf(path)) is { Length: > 0 and < 100 } text ? $" ({text})" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string HolderOf(string path) => Path.ChangeExtension(path, ".holder");
}
