using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.Pointers;

namespace AmiTools.Cmdlets.Pointers;

/// <summary>
/// <para type="synopsis">Checks that environments name the same version, and images that can be used.</para>
/// <para type="description">Each reference is compared with the newest usable version that any of the environments names, or with -Version. An image that was deregistered, is not complete or not available is a problem too.</para>
/// <para type="link">Get-AmiReference</para>
/// <para type="link">Set-AmiReference</para>
/// </summary>
/// <example>
/// <para>What is not in order?</para>
/// <code>Test-AmiReference | Where-Object { -not $_.IsOk }</code>
/// </example>
/// <example>
/// <para>Let a build fail if production is not at a version</para>
/// <code>Test-AmiReference production -Version 1.0.1 -FailOnDrift</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AmiReference")]
[OutputType(typeof(ReferenceCheck))]
public sealed class TestAmiReferenceCommand : ReferenceCmdlet
{
    /// <summary>
    /// <para type="description">Names of environments. Without it, all of them.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    /// <summary>
    /// <para type="description">The version that all are to name. Without it, the newest that any of them names.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? Version { get; set; }

    /// <summary>
    /// <para type="description">Ends in an error if anything is not in order, with file, line, what is there and what should be. Under TeamCity each is a build problem.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter FailOnDrift { get; set; }

    private protected override object? Subject => Environment is null ? null : string.Join(", ", Environment);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = new ReferenceCheckRequest { Targets = Targets, Environments = Environment ?? [], Name = Name, Version = Version };
        var checks = await new CheckReferences(Surroundings()).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false);
        foreach (var check in checks) await pipe.WriteAsync(check).ConfigureAwait(false);
        if (FailOnDrift) ReferenceChecks.ThrowIfDrifted(checks, pipe.Reporter);
    }
}
