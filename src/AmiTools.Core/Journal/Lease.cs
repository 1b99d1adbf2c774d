namespace AmiTools.Core.Journal;

/// <summary>
/// Who may go on with a run. Its holder renews it as long as it lives; when it has not done so for long enough, it is dead
/// or has stopped by itself, and another may take over.
/// </summary>
/// <param name="Holder">The holder: a random id, new for each build and each repair.</param>
/// <param name="Renewed">When it was last renewed, by the holder's clock.</param>
public sealed record Lease(string Holder, DateTimeOffset Renewed)
{
    /// <summary>How often the holder renews it.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);

    /// <summary>A confirmation that is younger needs no look: nobody can have taken over meanwhile.</summary>
    public static readonly TimeSpan Confirmed = TimeSpan.FromSeconds(60);

    /// <summary>A holder that could not renew it for so long stops by itself, before others may take over.</summary>
    public static readonly TimeSpan LapsesAfter = TimeSpan.FromSeconds(90);

    /// <summary>Others may take over when it was not renewed for so long.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The clocks of two machines may differ by so much (AWS refuses requests that are signed with more). A lease that is
    /// only younger than this and <see cref="StaleAfter"/> is watched for <see cref="WatchFor"/> before it is taken.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>More than <see cref="RenewEvery"/>, so that a living holder is seen to renew it.</summary>
    public static readonly TimeSpan WatchFor = TimeSpan.FromSeconds(40);

    public static Lease New(DateTimeOffset now) => new(Guid.NewGuid().ToString("N"), now);
}
