using NuGet.Packaging;
using NuGet.Versioning;

namespace AmiTools.Build;

/// <summary>
/// The file that a PowerShell gallery takes and Install-Module and Install-PSResource unpack: a NuGet package with the
/// module's files at its root, and tags that say what is in it, as Publish-Module writes them.
/// </summary>
internal static class GalleryPackage
{
    public static void Make(ModuleManifest manifest, string module, string folder)
    {
        // What is read back is what was written: notes and address are in the packaged manifest alone.
        var packaged = ModuleManifest.Read(Path.Combine(module, "AmiTools.psd1"));
        var builder = new PackageBuilder(deterministic: true)
        {
            Id = "AmiTools",
            Version = NuGetVersion.Parse(manifest.Value("ModuleVersion")),
            Description = manifest.Value("Description"),
            Copyright = manifest.Value("Copyright"),
            LicenseUrl = Address(packaged.Optional("LicenseUri")),
            ProjectUrl = Address(packaged.Optional("ProjectUri")),
            ReleaseNotes = packaged.Value("ReleaseNotes"),
        };
        builder.Authors.Add(manifest.Value("Author"));
        builder.Owners.Add(manifest.Value("CompanyName"));
        builder.Tags.AddRange(Tags(manifest));
        builder.AddFiles(module, "**", "");

        using var file = File.Create($"{folder}/AmiTools.{builder.Version.ToNormalizedString()}.nupkg");
        builder.Save(file);
        Console.WriteLine($"{file.Name}: {file.Length / 1024 / 1024} MB");
    }

    private static Uri? Address(string? text) => text is null ? null : new(text);

    private static IEnumerable<string> Tags(ModuleManifest manifest)
    {
        var cmdlets = manifest.Items("CmdletsToExport");
        return ["PSModule", .. manifest.Items("CompatiblePSEditions").Select(e => "PSEdition_" + e), .. manifest.Items("Tags"), "PSIncludes_Cmdlet", .. cmdlets.Select(c => "PSCmdlet_" + c), .. cmdlets.Select(c => "PSCommand_" + c)];
    }
}
