using System.Management.Automation;
using AmiTools.Cmdlets.Base;

namespace AmiTools.Cmdlets.LocalClouds;

/// <summary>
/// <para type="synopsis">Stops a local cloud.</para>
/// <para type="description">Everything in it is gone with it. A process that is no local cloud is not stopped, whatever id was given.</para>
/// <para type="link">Start-AmiLocalCloud</para>
/// </summary>
/// <example>
/// <para>Stop the cloud that was started here</para>
/// <code>
/// $cloud = Start-AmiLocalCloud
/// $cloud | Stop-AmiLocalCloud
/// </code>
/// </example>
/// <example>
/// <para>Stop one by its process id</para>
/// <code>
/// $id = (Start-AmiLocalCloud).ProcessId
/// Stop-AmiLocalCloud $id
/// </code>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "AmiLocalCloud", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(System.Diagnostics.Process))]
public sealed class StopAmiLocalCloudCommand : AsyncCmdlet
{
    /// <summary>
    /// <para type="description">The process id; or the object from Start-AmiLocalCloud through the pipeline.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public int ProcessId { get; set; }

    /// <summary>
    /// <para type="description">Writes the process that was stopped, as Stop-Process does; with -WhatIf the one that would be.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Subject => ProcessId;

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        if (CloudProcess.Find(ProcessId) is not { } process)
        {
            pipe.Reporter.Warning($"The local cloud with the process id {ProcessId} runs no more.");
            return;
        }
        if (await pipe.ShouldProcessAsync($"process {ProcessId}", "Stop the local cloud").ConfigureAwait(false)) CloudProcess.Stop(process);
        else if (!IsWhatIf) return;
        if (PassThru) await pipe.WriteAsync(process).ConfigureAwait(false);
    }
}
