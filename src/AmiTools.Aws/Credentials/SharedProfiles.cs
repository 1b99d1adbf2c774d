using Amazon.Runtime.CredentialManagement;

namespace AmiTools.Aws;

/// <summary>The names of the profiles in the AWS files of this machine; nothing else of them.</summary>
public static class SharedProfiles
{
    /// <param name="location">The shared credentials file; null means the usual places.</param>
    public static IReadOnlyList<string> Names(string? location)
    {
        var chain = location is null ? new CredentialProfileStoreChain() : new CredentialProfileStoreChain(location);
        return [.. chain.ListProfiles().Select(p => p.Name).Distinct(StringComparer.Ordinal).OrderBy(n => n, StringComparer.OrdinalIgnoreCase)];
    }
}
