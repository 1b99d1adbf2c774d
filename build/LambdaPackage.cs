namespace AmiTools.Build;

/// <summary>The folder that examples/lambda deploys: the command line with its runtime, what starts it, and the environments files.</summary>
internal static class LambdaPackage
{
    private const string Own = "examples/lambda/package", Folder = "artifacts/lambda";

    public static int Make(IReadOnlyList<string> files)
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        var built = DotNet.Call("publish", "src/AmiTools.Cli/AmiTools.Cli.csproj", "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", Folder, "-v", "quiet", "--nologo", "-p:DebugType=none", "-p:GenerateDocumentationFile=false");
        if (built != 0) return built;
        // Your own files stand before those of the example.
        foreach (var file in Directory.GetFiles(Own).Concat(files)) File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        Console.WriteLine($"{Folder}: {new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1024 / 1024} MB (Lambda takes 250)");
        return 0;
    }
}
