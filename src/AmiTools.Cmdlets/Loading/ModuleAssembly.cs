using System.Management.Automation;

namespace AmiTools.Cmdlets.Loading;

/// <summary>Runs when PowerShell imports the module, before any cmdlet does.</summary>
public sealed class ModuleAssembly : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => PrivateAssemblies.Serve();
}
