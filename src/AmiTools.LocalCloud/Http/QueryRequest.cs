using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AmiTools.LocalCloud.Http;

/// <summary>Reads a form-encoded call (EC2, STS).</summary>
internal static class QueryRequest
{
    public static Request Read(HttpRequest request, byte[] body)
    {
        var text = request.Method == "GET" ? request.QueryString.Value ?? "" : Encoding.UTF8.GetString(body);
        var parameters = QueryHelpers.ParseQuery(text).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
        if (!parameters.TryGetValue("Action", out var action)) throw new CloudError("MissingAction", "The request is missing an Action");
        return new(action, parameters, parameters.Where(p => p.Key is not ("Action" or "Version")).ToDictionary(StringComparer.Ordinal));
    }
}
