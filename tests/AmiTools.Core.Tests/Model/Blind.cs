using AmiTools.Aws;

namespace AmiTools.Core.Tests.Model;

/// <summary>Takes every answer to some actions for an empty one: a mutant that does not look, or does not do.</summary>
internal sealed class Blind(IAws inner, params string[] actions) : IAws
{
    public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default) =>
        actions.Contains(operation.ActionName()) ? Task.FromResult(Activator.CreateInstance<TResult>()) : inner.SendAsync(operation, cancel);
}
