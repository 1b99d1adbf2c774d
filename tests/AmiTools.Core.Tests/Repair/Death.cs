using System.Collections.Concurrent;
using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Tests.Repair;

/// <summary>Thrown into whatever a process was doing when it died.</summary>
internal sealed class ProcessDiedException() : Exception("The process died here.");

/// <summary>A call of a run, by who makes it, where, what, and how often it was made before: the same in every run.</summary>
internal sealed record CallKey(string By, string Target, string Action, int Number)
{
    public override string ToString() => $"{By} {Target} {Action} #{Number}";
}

/// <summary>
/// A process that dies at one of its calls, before the call is made or after it was applied. A dead process makes no further
/// call and sees no further answer.
/// </summary>
internal sealed class Death(CallKey? at, bool after, bool packerToo)
{
    private readonly ConcurrentDictionary<(string, string, string), int> numbers = new();
    private readonly ConcurrentQueue<CallKey> calls = new();
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int dead;

    /// <summary>Told at the moment of death, before anything else happens.</summary>
    public Action Died { get; set; } = () => { };

    public bool IsDead => dead > 0;

    /// <summary>Ends when the process has died.</summary>
    public Task HasDied => died.Task;

    /// <summary>Writes of a journal's copy that never reach Parameter Store, though the process believes so: a mutant.</summary>
    public Func<CallKey, bool> Loses { get; init; } = _ => false;

    public IReadOnlyList<CallKey> Calls => [.. calls];

    public Task<T> OursAsync<T>(string target, Operation<T> operation, Func<Task<T>> send) => PassAsync("we", target, operation, send, dies: true);

    public Task<T> PackersAsync<T>(string target, Operation<T> operation, Func<Task<T>> send) => PassAsync("packer", target, operation, send, dies: packerToo);

    private async Task<T> PassAsync<T>(string by, string target, Operation<T> operation, Func<Task<T>> send, bool dies)
    {
        if (IsDead && dies) throw new ProcessDiedException();
        var action = operation.GetType().Name;
        var key = new CallKey(by, target, action, numbers.AddOrUpdate((by, target, action), 1, (_, n) => n + 1));
        calls.Enqueue(key);
        if (key == at && !after) Die(dies);
        T result;
        try
        {
            result = operation is PutParameter && Loses(key) ? (T)(object)new PutParameterResult { Version = 1 } : await send();
        }
        catch (AwsException) when (key == at && after)
        {
            // An answer too, such as that of a dry run.
            Die(dies);
            throw;
        }
        if (key == at && after) Die(dies);
        if (IsDead && dies) throw new ProcessDiedException();
        return result;
    }

    private void Die(bool dies)
    {
        if (Interlocked.Exchange(ref dead, 1) == 0)
        {
            Died();
            died.SetResult();
        }
        if (dies) throw new ProcessDiedException();
    }

    /// <summary>The seam to AWS of the process that dies.</summary>
    public ITargetConnector Around(ITargetConnector connector) => new Connector(this, connector);

    private sealed class Connector(Death death, ITargetConnector inner) : ITargetConnector
    {
        public IReadOnlyList<string> Secrets => inner.Secrets;

        public async Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel)
        {
            if (death.IsDead) throw new ProcessDiedException();
            return new Connection(death, await inner.ConnectAsync(target, reporter, cancel));
        }
    }

    private sealed class Connection(Death death, ITargetConnection inner) : ITargetConnection, IAws
    {
        public AmiTarget Target => inner.Target;

        public string AccountId => inner.AccountId;

        public string Region => inner.Region;

        public IAws Aws => this;

        public Task<ChildCredentials> CredentialsForChildAsync(TimeSpan lifetime, CancellationToken cancel) => inner.CredentialsForChildAsync(lifetime, cancel);

        public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default) =>
            death.OursAsync(inner.Target.Name, operation, () => inner.Aws.SendAsync(operation, cancel));

        public void Dispose() => inner.Dispose();
    }
}
