using System.Text.Json;
using Amazon.Runtime.CredentialManagement;

namespace AmiTools.Aws;

/// <summary>
/// The secrets that lie in the AWS files of this machine: keys of profiles, the AWS CLI's kept role sessions, tokens of SSO. A
/// program that runs as the same user can read them all, whoever's they are; so they have to be known to be kept out of sight.
/// </summary>
public static class SharedSecrets
{
    // A file with a session has some kilobytes.
    private const long Largest = 1024 * 1024;
    private const int MostFiles = 500;

    private static readonly string[] secretNames = ["SecretAccessKey", "SessionToken", "accessToken", "refreshToken", "clientSecret"];

    /// <summary>All of them; files that can't be read have none that anybody here could show.</summary>
    /// <param name="profileLocation">The shared credentials file; null means the usual places.</param>
    /// <param name="variables">The host's variables, for its home.</param>
    public static IReadOnlyList<string> In(string? profileLocation, IReadOnlyDictionary<string, string> variables) =>
        [.. OfProfiles(profileLocation).Concat(OfCaches(variables)).OfType<string>().Where(s => s.Length > 0).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string?> OfProfiles(string? location)
    {
        try
        {
            var chain = location is null ? new CredentialProfileStoreChain() : new CredentialProfileStoreChain(location);
            return [.. chain.ListProfiles().SelectMany(p => new[] { p.Options.SecretKey, p.Options.Token })];
        }
        catch (Exception e) when (e is Amazon.Runtime.AmazonClientException or IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            return [];
        }
    }

    private static IEnumerable<string?> OfCaches(IReadOnlyDictionary<string, string> variables)
    {
        if ((variables.Value("HOME") ?? variables.Value("USERPROFILE")) is not { } home) return [];
        return new[] { Path.Combine(home, ".aws", "sso", "cache"), Path.Combine(home, ".aws", "cli", "cache"), Path.Combine(home, ".aws", "login", "cache") }.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.json").Take(MostFiles)).SelectMany(OfFile);
    }

    private static IReadOnlyList<string> OfFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Largest) return [];
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var found = new List<string>();
            Collect(document.RootElement, found);
            return found;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void Collect(JsonElement element, List<string> found)
    {
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object) Collect(member.Value, found);
            else if (member.Value.ValueKind == JsonValueKind.String && secretNames.Contains(member.Name, StringComparer.OrdinalIgnoreCase)) found.Add(member.Value.GetString()!);
        }
    }
}
