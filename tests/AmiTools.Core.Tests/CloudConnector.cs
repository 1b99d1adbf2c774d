using System.Collections.Concurrent;
using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.Core.Tests;

/// <summary>Connects targets to a cloud in this process.</summary>
internal sealed class CloudConnector(InProcessCloud cloud) : ITargetConnector
{
    public IReadOnlyList<string> Secrets => [];

    /// <summary>Targets that can't be reached.</summary>
    public HashSet<string> Unreachable { get; } = [];

    /// <summary>Puts something between the operation and the cloud.</summary>
    public Func<IAws, IAws> Wrap { get; set; } = a => a;

    /// <summary>The targets that were connected, as often as they were.</summary>
    public ConcurrentQueue<string> Connected { get; } = [];

    /// <summary>Those that are not connected any more.</summary>
    public ConcurrentQueue<string> Closed { get; } = [];

    public Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel)
    {
        if (Unreachable.Contains(target.Name)) throw new AmiToolsException("TargetUnreachable", FailureKind.Authentication, $"The target '{target.Name}' can't be used: planned.", target.Name);
        Connected.Enqueue(target.Name);
        return Task.FromResult<ITargetConnection>(new Connection(target, Wrap(new InProcessAws(cloud, target.AccountId!, target.Region!)), Closed));
    }

    private sealed record Connection(AmiTarget Target, IAws Aws, ConcurrentQueue<string> Closed) : ITargetConnection
    {
        public string AccountId => Target.AccountId!;
        public string Region => Target.Region!;
        public Task<ChildCredentials> CredentialsForChildAsync(TimeSpan lifetime, CancellationToken cancel) => throw new NotSupportedException();
        public void Dispose() => Closed.Enqueue(Target.Name);
    }
}
