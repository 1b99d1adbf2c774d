using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd.RealImages;

/// <summary>
/// An sshd on loopback that stands for every instance of a local cloud, whose instances have no operating system. It
/// lets in who has the private key of a key pair that an instance was started with, as cloud-init does.
/// </summary>
internal sealed class StandIn : IAsyncDisposable
{
    private const string Program = "/usr/sbin/sshd";
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly string folder;

    private StandIn(Process process, string folder, int port) => (this.process, this.folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>Who logs in: sshd without root can't be anybody else.</summary>
    public static string User => Environment.UserName;

    private string AuthorizedKeys => Path.Combine(folder, "authorized_keys");

    /// <summary>What cloud-init does on a new instance.</summary>
    public void Boot(StartedInstance instance)
    {
        if (instance.PublicKey is { } key) File.AppendAllText(AuthorizedKeys, key + "\n");
    }

    /// <summary>Starts it.</summary>
    /// <param name="folder">An empty folder for its keys, and for what programs write to the user's home.</param>
    public static async Task<StandIn> StartAsync(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "home"));
        await Tool.RunAsync("ssh-keygen", folder, new Dictionary<string, string>(), "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "host_key"));
        // As root, sshd wants its folder for privilege separation, which the service's start would make.
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            Directory.CreateDirectory("/run/sshd", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            File.WriteAllText(Path.Combine(folder, "sshd_config"), Configuration(folder, port));
            var start = new ProcessStartInfo(Program, ["-D", "-f", Path.Combine(folder, "sshd_config"), "-E", Path.Combine(folder, "sshd.log")]);
            var standIn = new StandIn(Process.Start(start)!, folder, port);
            if (await standIn.AnswersAsync()) return standIn;
            await standIn.DisposeAsync();
            // Somebody may have taken the port in between.
            if (attempt == 3) throw new InvalidOperationException("sshd does not start: " + File.ReadAllText(Path.Combine(folder, "sshd.log")));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    private static string Configuration(string folder, int port) =>
        $"""
         Port {port}
         ListenAddress 127.0.0.1
         HostKey {folder}/host_key
         AuthorizedKeysFile {folder}/authorized_keys
         PidFile none
         StrictModes no
         UsePAM no
         PasswordAuthentication no
         KbdInteractiveAuthentication no
         PermitRootLogin prohibit-password
         Subsystem sftp internal-sftp
         SetEnv HOME={folder}/home

         """;

    private async Task<bool> AnswersAsync()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < patience && !process.HasExited; await Task.Delay(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                using var reader = new StreamReader(client.GetStream());
                return await reader.ReadLineAsync() is { } banner && banner.StartsWith("SSH-", StringComparison.Ordinal) && !process.HasExited;
            }
            catch (SocketException)
            {
                // Not listening yet.
            }
        }
        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
