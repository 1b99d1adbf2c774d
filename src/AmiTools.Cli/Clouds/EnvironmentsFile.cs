using System.Text;

namespace AmiTools.Cli.Clouds;

/// <summary>Writes down a local cloud as targets, and its keys as a script that puts them into a shell.</summary>
internal static class EnvironmentsFile
{
    private const string Mark = "# Written by 'local-cloud'";

    /// <summary>The text of the environments file.</summary>
    public static string Text(Uri url, string region, IReadOnlyList<LocalAccount> accounts)
    {
        var text = new StringBuilder();
        text.Append(Mark).Append(": the accounts of a local cloud that listened on ").Append(Endpoint(url)).Append(".\n").Append("targets:\n");
        foreach (var account in accounts)
        {
            text.Append("  - name: ").Append(account.Name).Append('\n');
            text.Append("    account: \"").Append(account.Id).Append("\"\n");
            text.Append("    region: ").Append(region).Append('\n');
            text.Append("    endpoint: ").Append(Endpoint(url)).Append('\n');
            text.Append("    credentials:\n");
            text.Append("      environmentPrefix: ").Append(account.VariablePrefix).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Writes the file and the scripts; returns their paths, the environments file first.</summary>
    public static IReadOnlyList<string> Write(string folder, Uri url, string region, IReadOnlyList<LocalAccount> accounts)
    {
        try
        {
            return WriteAll(folder, url, region, accounts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("EnvironmentsFileNotWritable", FailureKind.InvalidInput, $"The environments file can't be written into {folder} ({e.Message}). Name another folder with --environments.", folder, e);
        }
    }

    private static IReadOnlyList<string> WriteAll(string folder, Uri url, string region, IReadOnlyList<LocalAccount> accounts)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "environments.yaml");
        // Somebody's real targets are never written over.
        if (File.Exists(file) && !File.ReadAllText(file).StartsWith(Mark, StringComparison.Ordinal))
        {
            throw new AmiToolsException(
                "EnvironmentsFileExists", FailureKind.Conflict,
                $"{file} exists and was not written by 'local-cloud', so it is left alone. Name another folder with --environments.", folder);
        }
        var variables = accounts.SelectMany(a => a.Variables).ToArray();
        return
        [
            WriteFile(file, Text(url, region, accounts)),
            WriteFile(Path.Combine(folder, "local-cloud.env"), Mark + ". For a shell: . ./local-cloud.env\n" + string.Concat(variables.Select(v => $"export {v.Key}={v.Value}\n"))),
            WriteFile(Path.Combine(folder, "local-cloud.env.ps1"), Mark + ". For PowerShell: . ./local-cloud.env.ps1\n" + string.Concat(variables.Select(v => $"$env:{v.Key} = '{v.Value}'\n"))),
        ];
    }

    private static string Endpoint(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static string WriteFile(string path, string text)
    {
        File.WriteAllText(path, text);
        return path;
    }
}
