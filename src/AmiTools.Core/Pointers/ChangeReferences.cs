using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Pointers;

/// <summary>Changes references: pins first, then the files as one, then the parameters in order. What fails puts all of it back.</summary>
internal sealed class ChangeReferences(Surroundings surroundings, IFileStore store, ReadResult read, IReporter reporter)
{
    private readonly Dictionary<string, ITargetConnection> connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pins> pins = new(StringComparer.Ordinal);
    private readonly List<EditedParameter> written = [];

    public async Task RunAsync(string name, IReadOnlyDictionary<string, string?> images, IReadOnlyList<(FoundReference Found, ReferenceChange Change)> changes, CancellationToken cancel)
    {
        IReadOnlyList<AmiEnvironment> environments = [.. read.Environments.Where(e => images.ContainsKey(e.Name))];
        var files = Files(changes);
        IReadOnlyList<EditedParameter> parameters = [.. changes.Where(c => c.Found.File is null).GroupBy(c => c.Found.Identity).Select(g => g.First()).Select(c => new EditedParameter(c.Found.Reference.Target, c.Found.Reference.Parameter!, c.Found.Reference.ImageId, c.Change.ImageId!))];
        FileChange? change = null;
        try
        {
            foreach (var target in environments.Select(e => e.Target).Distinct())
            {
                connections[target] = await surroundings.Connector.ConnectAsync(read.Estate.Targets.First(t => t.Name == target), reporter, cancel).ConfigureAwait(false);
                pins[target] = await Pins.ReadAsync(connections[target], name, cancel).ConfigureAwait(false);
            }
            foreach (var environment in environments) await pins[environment.Target].HoldAsync(environment.Name, images[environment.Name]!, cancel).ConfigureAwait(false);
            if (files.Count + parameters.Count > 0)
            {
                var making = new FileChange(store, EditJournal.PathOf(read.Estate.File!));
                making.Make(files, parameters, surroundings.Time.GetUtcNow());
                change = making;
            }
            foreach (var parameter in parameters)
            {
                written.Add(parameter);
                await new ParameterChange(surroundings.Time).SetAsync(connections[parameter.Target].Aws, parameter.Name, parameter.After, cancel).ConfigureAwait(false);
            }
            foreach (var environment in environments)
            {
                string[] replaced = [.. changes.Where(c => c.Found.Reference.Environment == environment.Name).Select(c => c.Found.Reference.ImageId).Distinct()];
                await pins[environment.Target].TurnAsync(environment.Name, images[environment.Name]!, replaced, cancel).ConfigureAwait(false);
            }
            change?.Commit();
        }
        catch (Exception e) when (e is AwsException or AmiToolsException or OperationCanceledException)
        {
            await UndoAsync(change, e).ConfigureAwait(false);
            if (e is AwsException aws) throw new AmiToolsException("ReferencesUnchanged", AwsFailure.KindOf(aws), $"{name} was not promoted, and everything is what it was: {aws.Message}", name, aws);
            throw;
        }
        finally
        {
            foreach (var connection in connections.Values) connection.Dispose();
        }
    }

    private static List<NewContent> Files(IReadOnlyList<(FoundReference Found, ReferenceChange Change)> changes) =>
        [.. changes.Where(c => c.Found.File is not null).GroupBy(c => c.Found.File!.Path).Select(g =>
        {
            var text = g.First().Found.File!.Text;
            // A place of two environments is one place.
            var edits = ByteEdits.Of(text, g.GroupBy(c => c.Found.Place!.Offset).Select(p => (p.First().Found.Place!, p.First().Change.ImageId!)));
            return new NewContent(g.Key, text.Bytes, ByteEdits.Apply(text.Bytes, edits));
        })];

    private async Task UndoAsync(FileChange? change, Exception cause)
    {
        var open = new List<string>();
        foreach (var parameter in written.AsEnumerable().Reverse())
        {
            try
            {
                await new ParameterChange(surroundings.Time).SetAsync(connections[parameter.Target].Aws, parameter.Name, parameter.Before, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AwsException or AmiToolsException)
            {
                open.Add($"the parameter {parameter.Name} of {parameter.Target} is not put back to {parameter.Before}: {e.Message}");
            }
        }
        // While a parameter is open, so is the change: the journal stays, and the next run goes on.
        if (open.Count == 0) change?.Undo(cause);
        foreach (var pin in pins)
        {
            try
            {
                await pin.Value.PutBackAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (AwsException e)
            {
                reporter.Warning($"A pin in {pin.Key} could not be put back; it keeps an image too many: {e.Message}");
            }
        }
        if (open.Count == 0) return;
        throw new AmiToolsException("ReferencesHalfChanged", FailureKind.PartlyDone,
            $"The change failed ({cause.Message}), and not everything could be put back:{Environment.NewLine}" + string.Join(Environment.NewLine, open.Select(o => "  " + o))
            + $"{Environment.NewLine}When the reason is gone, run it again: it puts back the rest first.", read.Estate.File, cause);
    }
}
