using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Signing;

/// <summary>A request's Authorization header, taken apart.</summary>
internal sealed record Signature(string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Value)
{
    /// <summary>Null if there is no AWS4-HMAC-SHA256 header of the right form.</summary>
    public static Signature? Parse(string header)
    {
        const string Algorithm = "AWS4-HMAC-SHA256";
        if (!header.StartsWith(Algorithm, StringComparison.Ordinal)) return null;
        var parts = header.Substring(Algorithm.Length).Split(',', StringSplitOptions.TrimEntries)
            .Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        if (!parts.TryGetValue("Credential", out var credential) || !parts.TryGetValue("SignedHeaders", out var signed) || !parts.TryGetValue("Signature", out var value)) return null;
        var scope = credential.Split('/');
        return scope is [var key, var date, var region, var service, "aws4_request"] ? new(key, date, region, service, signed.Split(';'), value) : null;
    }
}

/// <summary>AWS Signature Version 4, recomputed from what arrived.</summary>
internal static class SigV4
{
    /// <summary>True if the signature is the one that the secret makes of this request.</summary>
    public static bool Matches(HttpRequest request, byte[] body, Signature signature, string secret)
    {
        var payload = Convert.ToHexStringLower(SHA256.HashData(body));
        var canonical = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(CanonicalPath(request)).Append('\n')
            .Append(CanonicalQuery(request)).Append('\n');
        foreach (var name in signature.SignedHeaders)
        {
            var value = name == "host" ? request.Host.Value! : string.Join(',', request.Headers[name].Select(v => Fold(v ?? "")));
            canonical.Append(name).Append(':').Append(value).Append('\n');
        }
        canonical.Append('\n').Append(string.Join(';', signature.SignedHeaders)).Append('\n').Append(payload);

        var time = request.Headers["x-amz-date"].ToString();
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{signature.Date}/{signature.Region}/{signature.Service}/aws4_request\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { signature.Date, signature.Region, signature.Service, "aws4_request" }) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature.Value));
    }

    /// <summary>When the request says it was signed; null if it does not.</summary>
    public static DateTimeOffset? SignedAt(HttpRequest request) =>
        DateTimeOffset.TryParseExact(request.Headers["x-amz-date"].ToString(), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string CanonicalPath(HttpRequest request) => request.Path.HasValue ? request.Path.ToUriComponent() : "/";

    private static string CanonicalQuery(HttpRequest request) =>
        string.Join('&', request.Query.SelectMany(q => q.Value.Select(v => (Key: Uri.EscapeDataString(q.Key), Value: Uri.EscapeDataString(v ?? ""))))
            .OrderBy(q => q.Key, StringComparer.Ordinal).ThenBy(q => q.Value, StringComparer.Ordinal).Select(q => $"{q.Key}={q.Value}"));

    private static string Fold(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
