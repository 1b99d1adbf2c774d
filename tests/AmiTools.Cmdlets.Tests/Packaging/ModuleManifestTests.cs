using AmiTools.Build;

namespace AmiTools.Cmdlets.Tests.Packaging;

public sealed class ModuleManifestTests
{
    private static ModuleManifest Own => ModuleManifest.Read(Path.Combine(ModuleMetadata.Root(), "AmiTools.psd1"));

    [Fact]
    public void A_value_is_put_below_another_and_nothing_else_is_changed()
    {
        Own.Optional("ProjectUri").ShouldBeNull();
        var with = Own.WithBelow("LicenseUri", "ProjectUri", "https://git.company.com/o'neil/amitools");
        with.Value("ProjectUri").ShouldBe("https://git.company.com/o'neil/amitools");
        var (before, after) = (Lines(Own), Lines(with));
        var added = after.Single(l => l.Contains("ProjectUri"));
        var above = after[Array.IndexOf(after, added) - 1];
        above.ShouldContain("LicenseUri");
        added.IndexOf('=').ShouldBe(above.IndexOf('='));
        after.Where(l => l != added).ShouldBe(before);
    }

    [Fact]
    public void A_value_is_replaced_whatever_is_in_it()
    {
        var with = Own.With("ReleaseNotes", "- it's\n- new");
        with.Value("ReleaseNotes").ShouldBe("- it's\n- new");
        with.Value("LicenseUri").ShouldBe(Own.Value("LicenseUri"));
    }

    private static string[] Lines(ModuleManifest manifest)
    {
        var file = Path.GetTempFileName();
        try
        {
            manifest.Write(file);
            return File.ReadAllLines(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
