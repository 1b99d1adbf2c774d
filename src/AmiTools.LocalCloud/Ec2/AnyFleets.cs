using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>What EC2 does alike with a kind of fleet, in words of the kind's own.</summary>
/// <param name="Id">The parameter that names fleets.</param>
/// <param name="ErrorCode">The error for one that is not there.</param>
/// <param name="Kind">What it is called there.</param>
/// <param name="EndedSet">The set of those that were ended; both kinds of outcome have one.</param>
/// <param name="IdMember">The member that has the id.</param>
/// <param name="StateMember">The end of the members that have the state now and before.</param>
/// <param name="Ended">The beginning of the states of one that was ended.</param>
internal sealed record AnyFleets<T>(string Id, string ErrorCode, string Kind, string EndedSet, string IdMember, string StateMember, string Ended) where T : AnyFleet
{
    /// <summary>The one that an earlier call with the same token has made.</summary>
    public static T? Before(QueryCall call, string? token) => token is null ? null : call.Own<T>().FirstOrDefault(f => f.ClientToken == token);

    /// <summary>Those that the call names, in the order of creation; null if it names none.</summary>
    public IReadOnlyList<T>? Named(QueryCall call) =>
        call.List(Id).Distinct().Select(id => Owned(call, id)).OrderBy(f => f.Sequence).ToArray() is { Length: > 0 } named ? named : null;

    /// <summary>Ends those that the call names, and writes what they were before.</summary>
    public void End(QueryCall call, XmlOut x)
    {
        var fleets = call.List(Id).Select(id => Owned(call, id)).ToArray();
        var before = fleets.Select(f => f.State).ToArray();
        foreach (var fleet in fleets) fleet.State = Ended + (call.Flag("TerminateInstances") ? "_terminating" : "_running");
        x.Set("successful" + EndedSet, fleets.Zip(before), f =>
        {
            x.Text(IdMember, f.First.Id);
            x.Text("current" + StateMember, f.First.State);
            x.Text("previous" + StateMember, f.Second);
        });
        x.Set("unsuccessful" + EndedSet, Array.Empty<string>(), _ => { });
    }

    private T Owned(QueryCall call, string id) => call.Owned<T>(id, ErrorCode, Kind);
}
