namespace AmiTools.Build;

/// <summary>A Debian package, and how one sees that what it gives is there already.</summary>
internal sealed record Prerequisite(string Package, Func<bool> IsThere);

/// <summary>Programs that the quick start and the tests run, installed from Debian's packages where they are missing.</summary>
internal static class Prerequisites
{
    private static readonly Prerequisite packer = Program("packer");

    public static readonly IReadOnlyList<Prerequisite> ForQuickStart = [packer];

    public static readonly IReadOnlyList<Prerequisite> ForTests =
    [
        packer,
        Program("git"),
        new("awscli", () => File.Exists("/usr/bin/aws")),
        Program("ansible", "ansible-playbook"),
        new("openssh-server", () => File.Exists("/usr/sbin/sshd")),
        Program("openssh-client", "ssh-keygen"),
        new("python3-botocore", () => Tool.Succeeds("/usr/bin/python3", "-c", "import botocore")),
        Program("cloud-init"),
        new("python3-jsonschema", () => Tool.Succeeds("/usr/bin/python3", "-c", "import jsonschema")),
        Program("systemd", "systemd-analyze"),
        Program("nodejs", "node"),
        Program("npm"),
    ];

    /// <summary>Mono stands in for the .NET Framework; without it, its tests are skipped.</summary>
    public static readonly IReadOnlyList<Prerequisite> ForFullTests = [.. ForTests, new("mono-devel", () => File.Exists("/usr/lib/mono/4.5/Facades/netstandard.dll"))];

    /// <summary>Installs what is missing. 0 if all is there in the end.</summary>
    public static int Ensure(IReadOnlyList<Prerequisite> wanted)
    {
        var missing = wanted.Where(p => !p.IsThere()).Select(p => p.Package).ToArray();
        if (missing.Length == 0) return 0;
        var names = string.Join(' ', missing);
        if (!OperatingSystem.IsLinux() || !Tool.Exists("apt-get"))
        {
            Console.Error.WriteLine($"Missing: {names}. Install them with your system's package manager and run this again.");
            return 1;
        }
        if (!Environment.IsPrivilegedProcess)
        {
            Console.Error.WriteLine($"Missing: {names}. Run this once as root, or: sudo apt-get install --no-install-recommends {names}");
            return 1;
        }
        Console.Error.WriteLine($"Installing {names} from Debian's packages ...");
        var quiet = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        Tool.Run("apt-get", ["-qq", "update"], quiet);
        var code = Tool.Run("apt-get", ["-qq", "-y", "-o", "Dpkg::Use-Pty=0", "install", "--no-install-recommends", .. missing], quiet);
        if (code != 0) Console.Error.WriteLine($"apt-get could not install {names} (exit code {code}); its message is above.");
        return code;
    }

    private static Prerequisite Program(string package, string? program = null) => new(package, () => Tool.Exists(program ?? package));
}
