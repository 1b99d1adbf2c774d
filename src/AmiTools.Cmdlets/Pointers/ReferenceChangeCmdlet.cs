using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Pointers;

namespace AmiTools.Cmdlets.Pointers;

/// <summary>A cmdlet that points environments at another image.</summary>
public abstract class ReferenceChangeCmdlet : ReferenceCmdlet
{
    /// <summary>
    /// <para type="description">Names of environments, as the environments file has them. A name that is not there is an error that tells the nearest one.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[] Environment { get; set; } = [];

    private protected override object? Subject => string.Join(", ", Environment);

    private protected abstract SetReferenceRequest Complete(SetReferenceRequest request);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = Complete(new() { Targets = Targets, Environments = Environment, Name = Name });
        var recover = new RecoverReferences(Surroundings());
        if (recover.Pending(request.Targets) is { } started)
        {
            if (!await pipe.ShouldProcessAsync(Subject!.ToString()!, $"Put back what a change of references that began at {started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC has left").ConfigureAwait(false)) return;
            await recover.RunAsync(request.Targets, pipe.Reporter, cancel).ConfigureAwait(false);
        }
        using var references = new SetReferences(Surroundings());
        var plan = await references.PlanAsync(request, pipe.Reporter, cancel).ConfigureAwait(false);
        var versions = string.Join(", ", plan.Versions.Select(v => $"{v.Key}: {plan.Name} {v.Value}"));
        // A place that is right already may still be without its pin.
        var action = plan.Changes.Count == 0 ? "Pin the image that is named already" : string.Join(System.Environment.NewLine, plan.Changes.Select(c => "Change " + c));
        if (!await pipe.ShouldProcessAsync(versions, action).ConfigureAwait(false)) return;
        foreach (var change in await references.RunAsync(plan, pipe.Reporter, cancel).ConfigureAwait(false)) await pipe.WriteAsync(change).ConfigureAwait(false);
    }
}
