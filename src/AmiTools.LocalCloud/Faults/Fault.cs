using System.Text.Json.Serialization;

namespace AmiTools.LocalCloud;

/// <summary>What goes wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>An error with <see cref="Fault.Code"/> and <see cref="Fault.Status"/>.</summary>
    Error,
    /// <summary>HTTP 500 InternalError.</summary>
    InternalError,
    /// <summary>HTTP 503 RequestLimitExceeded.</summary>
    Throttle,
    /// <summary>HTTP 503 with a web page, as a proxy answers.</summary>
    Html,
    /// <summary>HTTP 200 with a web page.</summary>
    HtmlOk,
    /// <summary>HTTP 200 with no body.</summary>
    EmptyBody,
    /// <summary>No answer until the caller gives up.</summary>
    Hang,
    /// <summary>The connection breaks in the middle of the answer.</summary>
    Cut,
    /// <summary>The answer comes <see cref="Fault.Delay"/> later, or when <see cref="Fault.Until"/> has ended.</summary>
    Delay,
}

/// <summary>Whether the call takes effect before it fails.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultTime>))]
public enum FaultTime
{
    /// <summary>The call has no effect.</summary>
    Before,
    /// <summary>The call has its effect, only its answer is lost or wrong.</summary>
    After,
}

/// <summary>One thing that goes wrong, at chosen calls.</summary>
/// <param name="Action">The API action, such as <c>CreateImage</c>; <c>*</c> is any.</param>
/// <param name="Call">The 1-based number of the matching call, counted since the fault was added.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="When">Before or after the call's effect.</param>
public sealed record Fault(string Action, int Call = 1, FaultKind Kind = FaultKind.Error, FaultTime When = FaultTime.Before)
{
    /// <summary>How many calls in a row; 0 means all from <see cref="Call"/> on.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Only calls of this account.</summary>
    public string? Account { get; init; }

    /// <summary>Only calls with this text in their User-Agent.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Only calls of this service: ec2, autoscaling, sts, ssm.</summary>
    public string? Service { get; init; }

    /// <summary>The error's code, for <see cref="FaultKind.Error"/>.</summary>
    public string Code { get; init; } = "InternalError";

    /// <summary>The error's HTTP status.</summary>
    public int Status { get; init; } = 400;

    /// <summary>The error's message.</summary>
    public string Message { get; init; } = "A planned fault.";

    /// <summary>For <see cref="FaultKind.Delay"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For <see cref="FaultKind.Delay"/> instead of a time: the answer comes when this has ended.</summary>
    [JsonIgnore]
    public Task? Until { get; init; }
}
