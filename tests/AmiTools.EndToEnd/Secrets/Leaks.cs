namespace AmiTools.EndToEnd.Secrets;

/// <summary>Looks for secrets, and names the place of each that is found.</summary>
internal static class Leaks
{
    public static IEnumerable<string> InText(string place, string text, IEnumerable<Canary> canaries) =>
        canaries.Where(c => c.IsIn(text)).Select(c => $"{place}: {c.Name}");

    /// <summary>In the files of a folder, those left out for which <paramref name="isSource"/> says that the secret comes from there.</summary>
    public static IEnumerable<string> InFiles(string folder, IReadOnlyCollection<Canary> canaries, Func<string, bool> isSource) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(f => (Path: f, Name: Path.GetRelativePath(folder, f))).Where(f => !isSource(f.Name))
            .SelectMany(f => InText(f.Name, f.Name + "\n" + Read(f.Path), canaries));

    public static IEnumerable<string> InCommandLines(IEnumerable<SeenProcess> processes, IReadOnlyCollection<Canary> canaries) =>
        processes.SelectMany(p => InText($"command line of {p.Program} ({p.Id})", p.CommandLine, canaries));

    /// <summary>In the environments, but for what <paramref name="mayHave"/> says is the process's own.</summary>
    public static IEnumerable<string> InEnvironments(IEnumerable<SeenProcess> processes, IReadOnlyCollection<Canary> canaries, Func<SeenProcess, Canary, bool> mayHave) =>
        processes.SelectMany(p => InText($"environment of {p.Program} ({p.Id})", p.Environment, canaries.Where(c => !mayHave(p, c))));

    private static string Read(string file)
    {
        const int noSuchDevice = 6;
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException e) when (e.HResult == noSuchDevice)
        {
            // A socket, which a process that was killed has left.
            return "";
        }
    }
}
