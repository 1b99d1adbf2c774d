using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;

namespace AmiTools.DesktopSmoke;

/// <summary>
/// smoke MODULE-FOLDER ENVIRONMENTS-FOLDER DEFINITION: imports the module's front as Windows PowerShell does, by LoadFrom and
/// its initializer, and works with what that finds. smoke MODULE-FOLDER: the same in a session with another AWSSDK.Core.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        try
        {
            if (args.Length == 1) LoadForeignSdk();
            Import(args[0]);
            Work.RunAsync(args[1], args[2]).GetAwaiter().GetResult();
            foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && a.Location.StartsWith(args[0], StringComparison.Ordinal)))
                Console.WriteLine($"loaded: {loaded.Location.Substring(args[0].Length).TrimStart('/')}");
            return 0;
        }
        catch (Exception e) when (e is not NullReferenceException)
        {
            Console.Error.WriteLine(e);
            return 1;
        }
    }

    private static void Import(string folder)
    {
        var front = Assembly.LoadFrom(Path.Combine(folder, "AmiTools.Cmdlets.dll"));
        // PowerShell reads the exported types before it runs the initializer.
        Console.WriteLine($"types: {front.GetExportedTypes().Length}");
        var initializer = front.GetType("AmiTools.Cmdlets.Loading.ModuleAssembly", throwOnError: true);
        try
        {
            initializer.GetMethod("OnImport")!.Invoke(Activator.CreateInstance(initializer), null);
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    private static void LoadForeignSdk()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        var foreign = AppDomain.CurrentDomain.DefineDynamicAssembly(new AssemblyName("AWSSDK.Core") { Version = new Version(3, 3, 0, 0) }, AssemblyBuilderAccess.Save, folder);
        foreign.Save("AWSSDK.Core.dll");
        Console.WriteLine(Assembly.LoadFrom(Path.Combine(folder, "AWSSDK.Core.dll")).FullName);
    }
}
