using System.Management.Automation;
using System.Management.Automation.Host;

namespace AmiTools.Cmdlets.Base;

/// <summary>What an operation may do with the pipeline while it runs on another thread.</summary>
internal sealed class Pipe(Pump pump, PSCmdlet cmdlet, IReporter reporter, Action<Exception, object?> fail)
{
    public IReporter Reporter => reporter;

    /// <summary>Writes an object and waits until the pipeline has taken it.</summary>
    public Task WriteAsync(object value) => pump.InvokeAsync<object?>(() =>
    {
        cmdlet.WriteObject(value);
        return null;
    });

    /// <summary>Writes the error of one thing of several.</summary>
    public Task FailAsync(Exception failure, object? subject) => pump.InvokeAsync<object?>(() =>
    {
        fail(failure, subject);
        return null;
    });

    /// <summary>Asks, or under -WhatIf only says what would be done. Where somebody has to be asked and nobody can be, it is an error.</summary>
    public Task<bool> ShouldProcessAsync(string target, string action) => AnsweredAsync(() => cmdlet.ShouldProcess(target, action), $"{action}: {target}?");

    /// <summary>
    /// True if a dangerous change, which ShouldProcess has let through, is confirmed: by an answer, or beforehand
    /// (<c>-Confirm:$false</c>, <c>$ConfirmPreference = 'None'</c>). Where nobody can be asked, it is an error.
    /// </summary>
    public Task<bool> ConfirmAsync(string question, string caption) => AnsweredAsync(() =>
        cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm") || cmdlet.GetVariableValue("ConfirmPreference")?.ToString() == "None" || cmdlet.ShouldContinue(question, caption), question);

    private Task<bool> AnsweredAsync(Func<bool> ask, string question) => pump.InvokeAsync(() =>
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException)
        {
            throw new AmiToolsException("NotConfirmed", FailureKind.InvalidInput, $"{cmdlet.MyInvocation.MyCommand.Name} needs a confirmation, and nobody can be asked here ({e.Message.TrimEnd('.')}). Nothing was changed. Give -Confirm:$false, if it is meant. The question was: {question}", inner: e)
            {
                RecommendedAction = "Give -Confirm:$false, if it is meant.",
            };
        }
    });

    /// <summary>A line from whoever sits at the shell; null where nobody does.</summary>
    public Task<string?> AskAsync(string question) => pump.InvokeAsync(() => Questions.Ask(cmdlet.Host, question));

    /// <summary>The same with texts of our own.</summary>
    public Task<bool> ShouldProcessAsync(string description, string question, string caption) => AnsweredAsync(() => cmdlet.ShouldProcess(description, question, caption), question);
}

/// <summary>
/// A cmdlet whose work is asynchronous. Output is written on the pipeline thread; Ctrl+C and a pipeline that stops early
/// cancel the work, and the cmdlet ends only when the work has.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private int failed;
    private int records;
    private Pipe? current;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        records++;
        Run(ProcessAsync);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        if (WorksAtTheEnd) Run(EndAsync);
        if (failed == 0) return;
        var summary = new AmiToolsException("SomeFailed", FailureKind.PartlyDone, $"{failed} of {records} failed; each has an error of its own above.");
        ThrowTerminatingError(Errors.Record(summary, null, MyInvocation.MyCommand.Name));
    }

    private void Run(Func<Pipe, CancellationToken, Task> work)
    {
        PipelineReporter? streams = null;
        try
        {
            try
            {
                Pump.Run(async (pump, cancel) =>
                {
                    streams = new PipelineReporter(pump, this, Host?.UI);
                    current = new Pipe(pump, this, Reporters.Create(pump, streams, Host?.UI), Fail);
                    await work(current, cancel).ConfigureAwait(false);
                }, stop.Token);
            }
            finally
            {
                streams?.End();
            }
        }
        catch (Exception e) when (e is PipelineStoppedException or FlowControlException)
        {
            throw;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e)
        {
            Fail(e, Subject);
        }
    }

    // One thing that fails ends the pipeline, so that a script's exit code tells. Of many, each gets its error and the
    // rest goes on; the summary at the end is what ends it.
    private void Fail(Exception failure, object? subject)
    {
        var record = Errors.Record(failure, subject, MyInvocation.MyCommand.Name);
        if (!MyInvocation.ExpectingInput && records <= 1) ThrowTerminatingError(record);
        failed++;
        WriteError(record);
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => stop.Cancel();

    /// <summary>Does the work for one input object.</summary>
    private protected abstract Task ProcessAsync(Pipe pipe, CancellationToken cancel);

    /// <summary>True for a cmdlet that gathers its input and works on all of it at the end.</summary>
    private protected virtual bool WorksAtTheEnd => false;

    /// <summary>Does the work for all input objects.</summary>
    private protected virtual Task EndAsync(Pipe pipe, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Asks whoever sits at the shell, while the work goes on; null where nobody does.</summary>
    private protected Task<string?> AskAsync(string question) => current?.AskAsync(question) ?? Task.FromResult<string?>(null);

    /// <summary>What the user gave, for errors that do not name it themselves.</summary>
    private protected virtual object? Subject => null;

    /// <summary>True under -WhatIf, given or inherited: then nothing is changed, and -PassThru writes what would be.</summary>
    private protected bool IsWhatIf => LanguagePrimitives.IsTrue(MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound) ? bound : GetVariableValue("WhatIfPreference"));

    /// <summary>The shell's location as a file system path; the process's own folder is another.</summary>
    private protected string Location => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>A path as the shell understands it, relative to its location.</summary>
    private protected string FullPath(string path) => FolderPath.Full(SessionState.Path, path);

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Dispose();
        GC.SuppressFinalize(this);
    }
}
