using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Http;

/// <summary>A call's action and parameters; for JSON services the parameters are the top-level members.</summary>
internal sealed record Request(string Action, IReadOnlyDictionary<string, string> Parameters, IReadOnlyDictionary<string, string> Logged, object? Body = null);

/// <summary>One AWS service.</summary>
internal interface IService
{
    string ThrottleCode { get; }

    int ThrottleStatus { get; }

    /// <summary>Reads the action and its parameters.</summary>
    Request Parse(HttpRequest request, byte[] body);

    /// <summary>Does it. Called under the cloud's lock.</summary>
    Answer Run(Request request, Identity caller, RegionState region, string requestId);

    Answer Error(CloudError error, string requestId);
}
