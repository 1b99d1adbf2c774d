namespace AmiTools.Build;

/// <summary>The module as it is installed, with the same relative paths as in the checkout, and packed for a gallery.</summary>
internal static class ModulePackage
{
    private const string Folder = "artifacts/module", Manifest = "AmiTools.psd1", Changes = "CHANGELOG.md";

    public static int Make()
    {
        if (DotNet.BuildModule() is var code and not 0) return code;
        var folder = LayOut();
        var package = GalleryPackage.Make(ModuleManifest.Read(Manifest), folder, Folder);
        Console.WriteLine($"{folder}: {new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1024 / 1024} MB");
        Console.WriteLine($"{package}: {new FileInfo(package).Length / 1024 / 1024} MB");
        return 0;
    }

    /// <summary>Makes the folder from what was built, and returns its path.</summary>
    public static string LayOut()
    {
        var manifest = ModuleManifest.Read(Manifest);
        var version = manifest.Value("ModuleVersion");
        var folder = $"{Folder}/AmiTools/{version}";
        // Others may be installed from here; one of an older version isn't ours to clear away.
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (var file in Files()) Copy(file, folder);
        manifest.WriteWithNotes($"{folder}/{Manifest}", ChangeLog.Section(Changes, version));
        return folder;
    }

    // The help (en-US) is found only beside the manifest.
    private static IEnumerable<string> Files() =>
        new[] { "bin", "module", "en-US" }.Where(Directory.Exists).SelectMany(f => Directory.GetFiles(f, "*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) != ".pdb").Concat(["LICENSE", "README.md", Changes]);

    private static void Copy(string file, string folder)
    {
        var target = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }
}
