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
    public Assembly? Answer(ResolveEventArgs wanted)
    {
        var path = Path.Combine(folder, new AssemblyName(wanted.Name).Name + ".dll");
        return IsOurs(Path.GetFileNameWithoutExtension(path), wanted.RequestingAssembly) && File.Exists(path) ? load(path) : null;
    }

    private bool IsOurs(string name, Assembly? asking) =>
        name is "AmiTools.Core" or "AmiTools.Aws" || asking == typeof(PrivateAssemblies).Assembly || (asking is { IsDynamic: false } && Path.GetDirectoryName(asking.Location) == folder);
}
