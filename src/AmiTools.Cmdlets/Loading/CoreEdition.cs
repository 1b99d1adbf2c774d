using System.Reflection;

namespace AmiTools.Cmdlets.Loading;

/// <summary>PowerShell 7: everything private lives in a load context of its own, so that another module's AWSSDK or YamlDotNet never meets ours.</summary>
internal sealed class CoreEdition : Edition
{
    public override string Folder { get; } = Beside("net8.0");

    public override void Check() => Check(Environment.Version);

    /// <summary>The manifest can only ask for 5.1, since it is one for both editions.</summary>
    internal static void Check(Version runtime)
    {
        if (runtime.Major < 8) throw new NotSupportedException($"AmiTools needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this PowerShell runs on .NET {runtime}. Install a newer one: https://aka.ms/powershell");
    }

    public override Func<string, Assembly> Loader()
    {
        var all = new Lazy<Dictionary<string, Assembly>>(LoadAll);
        return path => all.Value[path];
    }

    /// <summary>
    /// netstandard2.0 knows no load contexts, so this is by reflection, without a Load method of our own. It needs none: a
    /// context looks among what it has loaded first, and only then in the default context, where a foreign assembly could
    /// be. So it gets all at once, at the first use.
    /// </summary>
    private Dictionary<string, Assembly> LoadAll()
    {
        var type = Type.GetType("System.Runtime.Loader.AssemblyLoadContext, System.Runtime.Loader", throwOnError: true)!;
        var context = Activator.CreateInstance(type, "AmiTools", false)!;
        var load = (Func<string, Assembly>)type.GetMethod("LoadFromAssemblyPath")!.CreateDelegate(typeof(Func<string, Assembly>), context);
        return Directory.GetFiles(Folder, "*.dll").ToDictionary(path => path, load, StringComparer.Ordinal);
    }
}
