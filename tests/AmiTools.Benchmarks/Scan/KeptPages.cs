using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Benchmarks.Scan;

/// <summary>The pages in memory, as a way to AWS: everything of a scan but the wire, the signatures and the SDK.</summary>
internal sealed class KeptPages(IReadOnlyDictionary<string, byte[]> pages) : ITargetConnector
{
    public IReadOnlyList<string> Secrets => [];

    public Task<ITargetConnection> ConnectAsync(AmiTarget target, IReporter reporter, CancellationToken cancel) => Task.FromResult<ITargetConnection>(new Connection(target, new Line(target.AccountId!, pages)));

    private sealed class Line(string account, IReadOnlyDictionary<string, byte[]> pages) : IAws
    {
        public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default)
        {
            var service = operation.Service;
            var request = new DefaultRequest(new Nothing(), service.ServiceId);
            service.Write(operation.Action, operation.Parameters, request);
            if (operation is CreateTags) return Task.FromResult((TResult)(object)new Done { Return = true });
            var target = request.Headers.TryGetValue("X-Amz-Target", out var header) ? header : null;
            return Task.FromResult(service.Read<TResult>(operation.Action, new MemoryStream(pages[string.Join('\n', account, service.Prefix, target, Encoding.UTF8.GetString(request.Content))])));
        }
    }

    private sealed class Nothing : AmazonWebServiceRequest;

    private sealed record Connection(AmiTarget Target, IAws Aws) : ITargetConnection
    {
        public string AccountId => Target.AccountId!;
        public string Region => Target.Region!;
        public Task<ChildCredentials> CredentialsForChildAsync(TimeSpan lifetime, CancellationToken cancel) => throw new NotSupportedException();
        public void Dispose() { }
    }
}
