using AmiTools.Aws;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>Makes the copies of a new run's journal, in each target whose Parameter Store allows it.</summary>
internal sealed class CopiesOfRun(string pairId, bool localOnly, IReadOnlyList<(string Target, string AccountId, string Region)> members, IReadOnlyDictionary<string, TargetRegions> connections, RunFolder folder, TimeProvider time, IReporter reporter)
{
    private const string Permissions = "ssm:PutParameter, ssm:GetParameter, ssm:GetParametersByPath and ssm:DeleteParameter on parameter/amitools/pairs";

    /// <summary>Makes them.</summary>
    /// <returns>Those that are kept.</returns>
    public async Task<IReadOnlyList<JournalCopy>> CreateAsync(PairJournal first, CancellationToken cancel)
    {
        if (localOnly)
        {
            reporter.Verbose($"The run folder is {folder.Path}. The journal is kept there only, as was asked for: another machine can't repair this run.");
            return [];
        }
        var copies = members.Select(m => new JournalCopy(connections[m.Target].Home.Aws, m.Target, pairId, time)).ToList();
        JournalCopy?[] made;
        try
        {
            made = await Task.WhenAll(copies.Zip(members, (c, m) => CreateAsync(c, m, first, cancel))).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not AmiToolsException { ErrorId: "LeaseTaken" })
        {
            await RemoveAsync(copies).ConfigureAwait(false);
            throw;
        }
        var kept = made.OfType<JournalCopy>().ToList();
        if (kept.Count == 0) reporter.Warning($"The journal is kept in {folder.Path} only: another machine can't repair this run. Allow {Permissions} to change that.");
        else reporter.Verbose($"The run folder is {folder.Path}. Copies of the journal are kept in Parameter Store as {kept[0].Name}, in {string.Join(" and ", kept.Select(c => c.Target))}.");
        return kept;
    }

    private async Task RemoveAsync(IReadOnlyList<JournalCopy> copies)
    {
        foreach (var copy in copies)
        {
            try
            {
                await copy.DeleteAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (AwsException e)
            {
                reporter.Verbose($"[{copy.Target}] The parameter {copy.Name} may be left: {e.Message}. Repair-PairedAmi removes it.");
            }
        }
    }

    private async Task<JournalCopy?> CreateAsync(JournalCopy copy, (string Target, string AccountId, string Region) member, PairJournal first, CancellationToken cancel)
    {
        try
        {
            await copy.CreateAsync(first, cancel).ConfigureAwait(false);
            return copy;
        }
        catch (AwsException e) when (e.Code is "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation")
        {
            reporter.Verbose($"[{member.Target}] The journal has no copy in Parameter Store: {e.Message}. That takes {Permissions}.");
            return null;
        }
        catch (AwsException e)
        {
            // It may have been made all the same; going on without it would leave one that nobody renews.
            throw new AmiToolsException("JournalNotKept", FailureKind.ServiceFailed,
                $"[{member.Target}] The copy of the journal {copy.Name} could not be made (account {member.AccountId}, {member.Region}): {e.Message}. Nothing was built. Try again, or keep the journal in the run folder only (-LocalJournalOnly, or --local-journal).", pairId, e);
        }
    }
}
