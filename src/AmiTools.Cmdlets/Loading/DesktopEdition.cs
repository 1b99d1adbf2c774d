using System.Diagnostics;
using System.Reflection;

namespace AmiTools.Cmdlets.Loading;

/// <summary>Windows PowerShell 5.1 has no load contexts: whoever comes first with an AWSSDK.Core wins.</summary>
internal sealed class DesktopEdition : Edition
{
    private const string Sdk = "AWSSDK.Core";

    public override string Folder { get; } = Beside("netstandard2.0");

    public override Func<string, Assembly> Loader() => Assembly.LoadFrom;

    /// <summary>A foreign AWSSDK.Core of another build would break us later and worse.</summary>
    public override void Check()
    {
        var ours = FileVersion(Path.Combine(Folder, Sdk + ".dll"));
        var loaded = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => !a.IsDynamic && a.GetName().Name == Sdk);
        if (loaded is null || FileVersion(loaded.Location) is var theirs && theirs == ours) return;
        throw new NotSupportedException($"This session has already loaded {Sdk} {theirs} ({loaded.Location}), and AmiTools needs {ours}. Windows PowerShell can hold only one of them: start a new session and import AmiTools first.");
    }

    private static string? FileVersion(string path) => FileVersionInfo.GetVersionInfo(path).FileVersion;
}
