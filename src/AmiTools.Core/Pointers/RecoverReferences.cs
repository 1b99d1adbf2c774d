using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Pointers;

/// <summary>Puts back what a change of references has left that broke off: parameters first, then the files.</summary>
public sealed class RecoverReferences
{
    private readonly Surroundings surroundings;
    private readonly IFileStore store;

    /// <summary>On the files of this machine.</summary>
    public RecoverReferences(Surroundings surroundings) : this(surroundings, new DiskFiles()) { }

    internal RecoverReferences(Surroundings surroundings, IFileStore store) => (this.surroundings, this.store) = (surroundings, store);

    /// <summary>When the change began that broke off; null if none did.</summary>
    public DateTimeOffset? Pending(TargetSelection targets)
    {
        var estate = EstateFinder.Load(targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        return estate.File is null ? null : EditJournal.Read(store, EditJournal.PathOf(estate.File))?.Started;
    }

    /// <summary>Puts it back; does nothing if there is nothing.</summary>
    /// <exception cref="AmiToolsException">ReferenceFileChanged, ReferencesBusy, or what AWS refused; the journal stays then.</exception>
    public async Task RunAsync(TargetSelection targets, IReporter reporter, CancellationToken cancel)
    {
        var estate = EstateFinder.Load(targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        if (estate.File is null || !EditJournal.IsThere(store, EditJournal.PathOf(estate.File))) return;
        using (EditLock.Take(estate.File)) await RecoverAsync(estate, reporter, cancel).ConfigureAwait(false);
    }

    internal async Task RecoverAsync(Estate estate, IReporter reporter, CancellationToken cancel)
    {
        var path = EditJournal.PathOf(estate.File!);
        if (EditJournal.Read(store, path) is not { } journal)
        {
            if (EditJournal.IsThere(store, path)) EditJournal.RemoveUnfinished(store, path);
            return;
        }
        var files = new FileChange(store, path);
        if (journal.State == EditState.Done)
        {
            files.CleanUp(journal);
            return;
        }
        reporter.Warning($"A change of references that began at {journal.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC broke off; its {journal.Files.Count} files and {journal.Parameters.Count} parameters are put back to what they were.");
        foreach (var parameter in journal.Parameters.Reverse())
        {
            var target = estate.Targets.FirstOrDefault(t => t.Name == parameter.Target)
                ?? throw new AmiToolsException("UnknownTarget", FailureKind.NotFound, $"{path} is about the parameter {parameter.Name} of the target '{parameter.Target}', which {estate.File} does not name any more.", parameter.Target);
            using var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
            await PutBackAsync(connection, parameter, reporter, cancel).ConfigureAwait(false);
        }
        files.PutBack(journal);
    }

    private async Task PutBackAsync(ITargetConnection connection, EditedParameter parameter, IReporter reporter, CancellationToken cancel)
    {
        try
        {
            var now = (await connection.Aws.SendAsync(new GetParameter { Name = parameter.Name }, cancel).ConfigureAwait(false)).Parameter.Value;
            if (now == parameter.After) await new ParameterChange(surroundings.Time).SetAsync(connection.Aws, parameter.Name, parameter.Before, cancel).ConfigureAwait(false);
            else if (now != parameter.Before) reporter.Warning($"The parameter {parameter.Name} (account {connection.AccountId}, {connection.Region}) was changed by somebody else since, to {now}; it stays so.");
        }
        catch (AwsException e)
        {
            throw new AmiToolsException("ParameterNotPutBack", AwsFailure.KindOf(e), $"The parameter {parameter.Name} (account {connection.AccountId}, {connection.Region}) can't be put back to {parameter.Before}: {e.Message}", parameter.Name, e);
        }
    }
}
