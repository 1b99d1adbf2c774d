using System.Reflection;

namespace AmiTools.Cmdlets.Loading;

/// <summary>
/// Answers for the assemblies in the private folder, and for no others. Whoever asks for Core or Aws is asking for ours;
/// anything else is given to our own assemblies only: another module's search for YamlDotNet or AWSSDK.Core must not end here.
/// </summary>
/// <param name="folder">Where they are.</param>
/// <param name="load">Loads the one of that file.</param>
internal sealed class PrivateAssemblies(string folder, Func<string, Assembly> load)
{
    private static readonly Assembly words = typeof(IReporter).Assembly;

    public Assembly? Answer(ResolveEventArgs wanted)
    {
        var name = new AssemblyName(wanted.Name).Name;
        // .NET Framework looks for what a LoadFrom assembly refers to in that one's own folder only.
        if (name == words.GetName().Name) return words;
        var path = Path.Combine(folder, name + ".dll");
        return IsOurs(name, wanted.RequestingAssembly) && File.Exists(path) ? load(path) : null;
    }

    private bool IsOurs(string name, Assembly? asking) =>
        name is "AmiTools.Core" or "AmiTools.Aws" || asking == typeof(PrivateAssemblies).Assembly || (asking is { IsDynamic: false } && Path.GetDirectoryName(asking.Location) == folder);
}
