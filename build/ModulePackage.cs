namespace AmiTools.Build;

/// <summary>The module as it is installed, with the same relative paths as in the checkout, and packed for a gallery.</summary>
internal static class ModulePackage
{
    private const string Folder = "artifacts/module", Manifest = "AmiTools.psd1", Changes = "CHANGELOG.md";

    public static int Make()
    {
        if (DotNet.BuildModule() is var code and not 0) return code;
        var folder = Pack();
        Console.WriteLine($"{folder}: {new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1024 / 1024} MB");
        return 0;
    }

    /// <summary>Makes folder and package from what was built, and returns the folder's path.</summary>
    public static string Pack()
    {
        var manifest = ModuleManifest.Read(Manifest);
        var folder = LayOut(manifest);
        GalleryPackage.Make(manifest, folder, Folder);
        return folder;
    }

    private static string LayOut(ModuleManifest manifest)
    {
        var version = manifest.Value("ModuleVersion");
        var folder = $"{Folder}/AmiTools/{version}";
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (var file in Files()) Copy(file, folder);
        Complete(manifest.With("ReleaseNotes", ChangeLog.Section(Changes, version))).Write($"{folder}/{Manifest}");
        return folder;
    }

    /// <summary>A checkout does not know where it is published; the remote that it came from does.</summary>
    private static ModuleManifest Complete(ModuleManifest manifest)
    {
        if (WebAddress.OfRemote(Tool.Output("git", "config", "--get", "remote.origin.url")) is { } page) return manifest.WithBelow("LicenseUri", "ProjectUri", page);
        Console.WriteLine("ProjectUri is left out: the Git remote 'origin' has no web address.");
        return manifest;
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
