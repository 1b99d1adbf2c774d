using System.Management.Automation;

namespace AmiTools.Cmdlets.Loading;

/// <summary>Runs when PowerShell imports the module, before any cmdlet does.</summary>
public sealed class ModuleAssembly : IModuleAssemblyInitializer
{
    private static int serving;

    /// <summary>Hooks once a process and never unhooks: other runspaces need it after Remove-Module.</summary>
    /// <exception cref="NotSupportedException">This PowerShell, or what the session has loaded already, can't work with the module.</exception>
    public void OnImport()
    {
        var edition = Edition.Here();
        edition.Check();
        if (Interlocked.Exchange(ref serving, 1) == 1) return;
        var assemblies = new PrivateAssemblies(edition.Folder, edition.Loader());
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) => assemblies.Answer(wanted);
    }
}
