using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Repair;

/// <summary>One call of a clean run, and what goes wrong with it.</summary>
internal sealed record FaultPoint(CallKey At, FaultKind Kind, FaultTime When, bool IsLasting)
{
    // More than the line to AWS makes of one call.
    private const int Attempts = 20;

    private static readonly FaultKind[] kinds = [FaultKind.Error, FaultKind.InternalError, FaultKind.Throttle, FaultKind.Html, FaultKind.HtmlOk, FaultKind.EmptyBody, FaultKind.Cut];

    /// <summary>Every kind of fault at each of these calls, before and after its effect, once and for as long as it is tried.</summary>
    public static IReadOnlyList<FaultPoint> Of(IEnumerable<CallKey> calls) =>
        [.. from at in calls from kind in kinds from when in Enum.GetValues<FaultTime>() from lasting in new[] { false, true } select new FaultPoint(at, kind, when, lasting)];

    /// <summary>The fault, in the account of the call's target.</summary>
    public Fault In(string account) => new(At.Action, At.Number, Kind, When) { Account = account, Count = IsLasting ? Attempts : 1, Code = "UnauthorizedOperation", Status = 403 };
}
