using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// Takes secrets out of what Packer itself has written into the run folder: a manifest holds whatever its template puts
/// into it.
/// </summary>
internal static class ScrubbedFiles
{
    // What is larger is no manifest.
    private const long Largest = 10 * 1024 * 1024;

    public static void Scrub(string folder, SecretScrubber scrubber)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(file).Length > Largest) continue;
            var text = File.ReadAllText(file);
            var clean = scrubber.Scrub(text);
            if (clean != text) PrivateFile.Write(file, clean);
        }
    }
}
