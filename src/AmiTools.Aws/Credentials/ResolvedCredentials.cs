using Amazon.Runtime;

namespace AmiTools.Aws;

/// <summary>Credentials that were found, where, and how to mint some for a child.</summary>
internal sealed class ResolvedCredentials(AWSCredentials value, string description, string? region = null, RoleCredentials? role = null, SdkAws? caller = null) : IDisposable
{
    public AWSCredentials Value => value;

    public string Description => description;

    public string? Region => region;

    public async Task<AwsKeys> KeysAsync(TimeSpan lifetime, CancellationToken cancel)
    {
        if (role is not null) return await role.MintAsync(lifetime, cancel).ConfigureAwait(false);
        if (value is ProcessCredentials process) return await process.KeysAsync(lifetime, cancel).ConfigureAwait(false);
        var keys = await value.GetCredentialsAsync().ConfigureAwait(false);
        return new(keys.AccessKey, keys.SecretKey, keys.Token is { Length: > 0 } token ? token : null, value.Expiration is { } at ? new DateTimeOffset(at.ToUniversalTime(), TimeSpan.Zero) : null);
    }

    /// <summary>The secrets in force: these, and those that these were got with.</summary>
    public async Task<IReadOnlyList<string>> SecretsAsync(CancellationToken cancel)
    {
        var keys = await value.GetCredentialsAsync().ConfigureAwait(false);
        string?[] own = [keys.SecretKey, keys.Token];
        return [.. own.OfType<string>().Where(s => s.Length > 0), .. caller is null ? [] : await caller.SecretsAsync(cancel).ConfigureAwait(false)];
    }

    public void Dispose()
    {
        (value as IDisposable)?.Dispose();
        caller?.Dispose();
    }
}
