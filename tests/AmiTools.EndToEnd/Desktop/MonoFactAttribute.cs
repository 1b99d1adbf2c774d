namespace AmiTools.EndToEnd.Desktop;

/// <summary>A test that needs mono, which stands in for the .NET Framework of Windows PowerShell.</summary>
internal sealed class MonoFactAttribute : FactAttribute
{
    public const string Mono = "/usr/bin/mono";

    public MonoFactAttribute()
    {
        if (!File.Exists(Mono) || !File.Exists("/usr/lib/mono/4.5/Facades/netstandard.dll")) Skip = "Debian's mono-devel is not installed.";
    }
}
