using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace AmiTools.Cmdlets.Loading;

/// <summary>
/// Answers for the assemblies in <c>private/</c> beside this one, and for no others. On PowerShell 7 they live in a load
/// context of their own, so that another module's AWSSDK or YamlDotNet never meets ours.
/// </summary>
internal static class PrivateAssemblies
{
    private static readonly string folder = Path.Combine(Path.GetDirectoryName(typeof(PrivateAssemblies).Assembly.Location)!, "private");
    private static int serving;

    /// <summary>Hooks once a process and never unhooks: other runspaces need it after Remove-Module.</summary>
    public static void Serve()
    {
        if (Interlocked.Exchange(ref serving, 1) == 1) return;
#if NET
        AssemblyLoadContext.Default.Resolving += static (_, name) => IsOurs(name) ? Own.Instance.LoadFromAssemblyName(name) : null;
#else
        RefuseForeignSdk();
        AppDomain.CurrentDomain.AssemblyResolve += static (_, wanted) => new AssemblyName(wanted.Name) is var name && PathOf(name) is { } path ? Assembly.LoadFrom(path) : null;
#endif
    }

    private static string? PathOf(AssemblyName name) => Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? path : null;

#if NET
    /// <summary>
    /// Only the entrances to the private context. Whatever they need is asked of the private context itself; a foreign
    /// module's search for YamlDotNet or AWSSDK.Core must not end in ours.
    /// </summary>
    private static bool IsOurs(AssemblyName name) => name.Name is "AmiTools.Core" or "AmiTools.Aws" && PathOf(name) is not null;

    private sealed class Own() : AssemblyLoadContext("AmiTools")
    {
        public static Own Instance { get; } = new();

        protected override Assembly? Load(AssemblyName assemblyName) => PathOf(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
#else
    /// <summary>Windows PowerShell has no load contexts: whoever comes first with an AWSSDK.Core wins, and another build of it breaks us later and worse.</summary>
    private static void RefuseForeignSdk()
    {
        if (PathOf(new AssemblyName("AWSSDK.Core")) is not { } path) return;
        var ours = AssemblyName.GetAssemblyName(path);
        var foreign = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == "AWSSDK.Core");
        if (foreign is null || FileVersion(foreign.Location) == FileVersion(path)) return;
        throw new NotSupportedException($"This session has already loaded AWSSDK.Core {FileVersion(foreign.Location)} ({foreign.Location}), and AmiTools needs {FileVersion(path)} ({ours.Version}). Windows PowerShell can hold only one of them: start a new session and import AmiTools first.");
    }

    private static string? FileVersion(string path) => System.Diagnostics.FileVersionInfo.GetVersionInfo(path).FileVersion;
#endif
}
