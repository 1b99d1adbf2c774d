using System.Xml;

namespace AmiTools.Benchmarks.Scan;

/// <summary>What a scan is compared with: the same pages, walked by a bare XmlReader that keeps nothing.</summary>
internal static class Walk
{
    /// <summary>From memory.</summary>
    public static void Over(IEnumerable<byte[]> pages)
    {
        foreach (var page in pages) Over(new MemoryStream(page));
    }

    /// <summary>From the server, one request a page.</summary>
    public static async Task OverAsync(HttpClient http, IEnumerable<int> pages)
    {
        foreach (var page in pages)
        {
            using var response = await http.GetAsync($"/pages/{page}", HttpCompletionOption.ResponseHeadersRead);
            Over(await response.Content.ReadAsStreamAsync());
        }
    }

    private static void Over(Stream stream)
    {
        using var reader = XmlReader.Create(stream, new() { IgnoreWhitespace = true, IgnoreComments = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read()) { }
    }
}
