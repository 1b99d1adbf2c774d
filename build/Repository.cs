using System.Runtime.CompilerServices;

namespace AmiTools.Build;

/// <summary>Where the checkout is: the folder above this file's, as the compiler saw it.</summary>
internal static class Repository
{
    public static string Root([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(Path.GetDirectoryName(thisFile))!;
}
