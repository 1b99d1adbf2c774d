using System.Text.Json;
using AmiTools.Aws;

namespace AmiTools.Core.Journal;

/// <summary>A copy of a journal as it was found in a target's Parameter Store.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Journal">The journal.</param>
/// <param name="Version">The parameter's version, which every write raises by one.</param>
/// <param name="Written">When it was written, by AWS's clock.</param>
internal sealed record FoundCopy(string Name, PairJournal Journal, long Version, DateTimeOffset? Written);

/// <summary>
/// The copy of a journal in one target's Parameter Store, with the lease in it. A new one is made by a write that refuses to
/// overwrite. Parameter Store counts every write of a parameter: a holder knows which number its write has to get, and
/// another number means that somebody else has written. docs/decisions/0005-journal-and-repair.md says why that is enough.
/// </summary>
internal sealed class JournalCopy(IAws aws, string target, string pairId, TimeProvider time)
{
    private const string Folder = "/amitools/pairs";
    private string? holder;
    private long version;
    private bool isAdvanced;
    private DateTimeOffset confirmed;
    private long confirmedTimestamp;

    public string Target => target;

    public string Name { get; } = $"{Folder}/{pairId}";

    /// <summary>How long ago a write has last shown that the lease is held. A machine that slept counts by the wall clock only.</summary>
    public TimeSpan SinceConfirmed
    {
        get
        {
            var wall = time.GetUtcNow() - confirmed;
            var steady = time.GetElapsedTime(confirmedTimestamp);
            return wall > steady ? wall : steady;
        }
    }

    /// <summary>All copies that a target's Parameter Store has; those that can't be read are told and left out.</summary>
    public static async Task<IReadOnlyList<FoundCopy>> ListAsync(IAws aws, Action<string> unreadable, CancellationToken cancel)
    {
        var found = new List<FoundCopy>();
        var parameters = await aws.AllAsync(t => new GetParametersByPath { Path = Folder, NextToken = t }, (ParameterPage p) => p.Items, cancel).ConfigureAwait(false);
        foreach (var parameter in parameters)
        {
            try
            {
                found.Add(new FoundCopy(parameter.Name, JournalText.Read(parameter.Value, parameter.Name), parameter.Version, parameter.LastModifiedDate));
            }
            catch (Exception e) when (e is JsonException or AmiToolsException)
            {
                unreadable($"{parameter.Name}: {e.Message}");
            }
        }
        return found;
    }

    /// <summary>Makes the copy; refused if there is one of this name that is not ours.</summary>
    public async Task CreateAsync(PairJournal journal, CancellationToken cancel)
    {
        var began = Now;
        holder = journal.Lease?.Holder;
        try
        {
            version = (await PutAsync(journal, overwrite: false, cancel).ConfigureAwait(false)).Version;
        }
        catch (AwsException e) when (e.Code == "ParameterAlreadyExists")
        {
            // Perhaps our own: an answer was lost, and the same write was sent again.
            var there = await ReadAsync(Name, cancel).ConfigureAwait(false);
            if (there is null || !IsMine(there)) throw Taken(journal, there);
            version = there.Version;
        }
        Confirm(began);
    }

    /// <summary>Takes the copy of a holder that is dead over.</summary>
    /// <exception cref="AmiToolsException">LeaseTaken: somebody has written since it was found.</exception>
    public async Task TakeOverAsync(PairJournal journal, FoundCopy found, CancellationToken cancel)
    {
        var began = Now;
        holder = journal.Lease?.Holder;
        version = found.Version;
        var written = (await PutAsync(journal, overwrite: true, cancel).ConfigureAwait(false)).Version;
        // Whoever wrote the very next version has won; the one who did not stops here.
        if (written != version + 1 && !await WroteAsync(version + 1, cancel).ConfigureAwait(false)) throw Taken(journal, null);
        version = written;
        Confirm(began);
    }

    /// <summary>Keeps a change and renews the lease.</summary>
    /// <exception cref="AmiToolsException">LeaseTaken: another has taken over, so this one must not go on.</exception>
    public async Task WriteAsync(PairJournal journal, CancellationToken cancel)
    {
        var wasConfirmed = SinceConfirmed < Lease.Confirmed;
        if (!wasConfirmed)
        {
            var there = await ReadAsync(Name, cancel).ConfigureAwait(false);
            if (there is null || !IsMine(there)) throw Taken(journal, there);
            version = there.Version;
        }
        var began = Now;
        var written = (await PutAsync(journal, overwrite: true, cancel).ConfigureAwait(false)).Version;
        // Nobody can have taken over rightly so shortly after a confirmation: another number is one who came too late and
        // has stopped, or our own write that was sent twice.
        if (written != version + 1 && !wasConfirmed && !await WroteAsync(version + 1, cancel).ConfigureAwait(false)) throw Taken(journal, null);
        version = written;
        Confirm(began);
    }

    /// <summary>Removes the copy; one that is gone counts as removed.</summary>
    public async Task DeleteAsync(CancellationToken cancel)
    {
        try
        {
            await aws.SendAsync(new DeleteParameter { Name = Name }, cancel).ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code == "ParameterNotFound")
        {
            // Gone already.
        }
    }

    private Task<PutParameterResult> PutAsync(PairJournal journal, bool overwrite, CancellationToken cancel)
    {
        var value = JournalText.Compact(journal, target);
        // An advanced parameter never becomes a standard one again.
        isAdvanced |= value.Length > JournalText.StandardSize;
        return aws.SendAsync(new PutParameter { Name = Name, Value = value, Overwrite = overwrite, Tier = isAdvanced ? "Advanced" : null }, cancel);
    }

    private async Task<bool> WroteAsync(long number, CancellationToken cancel) =>
        await ReadAsync($"{Name}:{number}", cancel).ConfigureAwait(false) is { } there && IsMine(there);

    private async Task<FoundCopy?> ReadAsync(string name, CancellationToken cancel)
    {
        try
        {
            var parameter = (await aws.SendAsync(new GetParameter { Name = name }, cancel).ConfigureAwait(false)).Parameter;
            return new FoundCopy(name, JournalText.Read(parameter.Value, name), parameter.Version, parameter.LastModifiedDate);
        }
        catch (AwsException e) when (e.Code is "ParameterNotFound" or "ParameterVersionNotFound")
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsMine(FoundCopy there) => holder is not null && there.Journal.Lease?.Holder == holder;

    private AmiToolsException Taken(PairJournal journal, FoundCopy? there) => new("LeaseTaken", FailureKind.Conflict,
        $"Another process has taken the run of {journal.Definition} {journal.Version} over (the parameter {Name} in target '{target}'"
        + (there?.Journal.Owner is { } owner ? $"; process {owner.Id} on {owner.Machine})" : ")")
        + ". It finishes or undoes it; nothing more is done here.", journal.PairId);

    private (DateTimeOffset Wall, long Timestamp) Now => (time.GetUtcNow(), time.GetTimestamp());

    private void Confirm((DateTimeOffset Wall, long Timestamp) began) => (confirmed, confirmedTimestamp) = began;
}
