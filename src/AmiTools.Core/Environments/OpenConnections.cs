namespace AmiTools.Core.Environments;

/// <summary>
/// Connections that stay open from one step of an operation to the next: whoever asks for the same target again gets the same
/// one, and STS is not asked again who it is. All targets are of one environments file. They end with this object, not before.
/// </summary>
internal sealed class OpenConnections(ITargetConnector connector) : ITargetConnector, IDisposable
{
    private readonly Dictionary<(string Name, string? Region), Task<ITargetConnection>> open = [];

    public IReadOnlyList<string> Secrets => connector.Secrets;

    public async Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel)
    {
        Task<ITargetConnection> connecting;
        var key = (target.Name, target.Region);
        lock (open)
        {
            // One that failed is tried again: the reason may be gone.
            if (!open.TryGetValue(key, out connecting!) || connecting.IsFaulted || connecting.IsCanceled) open[key] = connecting = connector.ConnectAsync(target, reporter, cancel);
        }
        return new Lent(await connecting.ConfigureAwait(false));
    }

    public void Dispose()
    {
        lock (open)
        {
            foreach (var connection in open.Values.Where(c => c.Status == TaskStatus.RanToCompletion)) connection.Result.Dispose();
            open.Clear();
        }
    }

    /// <summary>A connection that its user gives back.</summary>
    private sealed class Lent(ITargetConnection connection) : ITargetConnection
    {
        public AmiTarget Target => connection.Target;
        public string AccountId => connection.AccountId;
        public string Region => connection.Region;
        public AmiTools.Aws.IAws Aws => connection.Aws;

        public Task<ChildCredentials> CredentialsForChildAsync(TimeSpan lifetime, CancellationToken cancel) => connection.CredentialsForChildAsync(lifetime, cancel);

        public void Dispose() { }
    }
}
