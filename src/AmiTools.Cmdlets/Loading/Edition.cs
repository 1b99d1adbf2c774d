using System.Reflection;

namespace AmiTools.Cmdlets.Loading;

/// <summary>The kind of PowerShell that the module is in: what it loads there, and how.</summary>
internal abstract class Edition
{
    /// <summary>The folder of what this edition loads.</summary>
    public abstract string Folder { get; }

    public static Edition Here() => typeof(object).Assembly.GetName().Name == "System.Private.CoreLib" ? new CoreEdition() : new DesktopEdition();

    /// <exception cref="NotSupportedException">The module can't work in this session; the message says what can be done.</exception>
    public abstract void Check();

    /// <summary>What loads an assembly of the folder by its path.</summary>
    public abstract Func<string, Assembly> Loader();

    protected static string Beside(string name) => Path.Combine(Path.GetDirectoryName(typeof(Edition).Assembly.Location)!, name);
}
