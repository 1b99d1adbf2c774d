using System.Text.RegularExpressions;

namespace AmiTools.Build;

/// <summary>Where people find the project: the page of the Git remote that the checkout came from.</summary>
internal static partial class WebAddress
{
    /// <summary>
    /// The page of a remote as GitHub, GitLab, Gitea and Bitbucket have it: its host and path over HTTPS. Without a user and a
    /// password, which a remote may well have and a manifest must not. Null for a folder, or for what is no remote at all.
    /// </summary>
    public static string? OfRemote(string? remote)
    {
        if (remote?.Trim() is not { Length: > 0 } text) return null;
        if (ShortForm().Match(text) is { Success: true } ssh) return Page("https", ssh.Groups["host"].Value, ssh.Groups["path"].Value);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return null;
        return uri.Scheme switch
        {
            "https" or "http" => Page(uri.Scheme, uri.Authority, uri.AbsolutePath),
            // Its port is SSH's.
            "ssh" or "git" => Page("https", uri.Host, uri.AbsolutePath),
            _ => null,
        };
    }

    private static string? Page(string scheme, string host, string path)
    {
        path = path.Trim('/');
        if (path.EndsWith(".git", StringComparison.Ordinal)) path = path[..^4];
        return path.Length == 0 ? null : $"{scheme}://{host}/{path}";
    }

    // git@github.com:company/amitools.git; C:\folder is none.
    [GeneratedRegex(@"^(?:[\w.-]+@)?(?<host>[\w-]+(?:\.[\w-]+)+):(?!/)(?<path>\S+)$")]
    private static partial Regex ShortForm();
}
