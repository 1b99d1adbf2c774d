using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Images;
using AmiTools.Core.Copying;

namespace AmiTools.Cmdlets.Copying;

/// <summary>
/// <para type="synopsis">Copies an image to other targets: shares it, copies it there, compares, and takes the share back.</para>
/// <para type="description">All destinations get their copy, at the same time, or none does. The copies join the pair of their original. Whatever happens (a failure, Ctrl+C, a time-out), the share is taken back; after the death of this process Repair-PairedAmi does it. What can't be copied for a reason that can be seen (AWS Marketplace, the default key) is refused before anything is shared; where only EC2 can tell, the message names the way out. -Target names the destinations. -WhatIf runs all checks and shows what would be done.</para>
/// <para type="link">Grant-AmiAccess</para>
/// <para type="link">Register-AmiPair</para>
/// <para type="link">Repair-PairedAmi</para>
/// </summary>
/// <example>
/// <para>See what would be done</para>
/// <code>Copy-AmiToTarget database@1.0.2 -Target prod -WhatIf</code>
/// </example>
/// <example>
/// <para>Copy a version to another target</para>
/// <code>Copy-AmiToTarget database@1.0.2 -Target prod</code>
/// <para>The image is shared with the account of prod only for as long as the copy takes.</para>
/// </example>
/// <example>
/// <para>Copy the newest version, and encrypt the copy</para>
/// <code>Get-AmiByVersion monitor -Target dev | Copy-AmiToTarget -Target prod -Encrypt</code>
/// <para>Without -KmsKeyId, the default key of the destination encrypts it, and the copy can not be shared on.</para>
/// </example>
[Cmdlet(VerbsCommon.Copy, "AmiToTarget", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Ami))]
public sealed class CopyAmiToTargetCommand : EnvironmentCmdlet
{
    /// <summary>
    /// <para type="description">The image: an id (ami-...), a name with an exact version (web-server@2.0.57), or an object with an ImageId property. Of several, each is copied in a run of its own.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("ImageId")]
    [ValidateNotNullOrEmpty]
    public object[] Image { get; set; } = [];

    /// <summary>
    /// <para type="description">Encrypts the copies, with the key of -KmsKeyId or the default key of the destination.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Encrypt { get; set; }

    /// <summary>
    /// <para type="description">The key of the copies, by id, ARN or alias, in the destination's account and Region; only with -Encrypt. Without it, the default key there, and such copies can't be shared on. EC2 looks at the key while it copies, so a wrong one fails late.</para>
    /// </summary>
    [Parameter]
    public string? KmsKeyId { get; set; }

    /// <summary>
    /// <para type="description">How long the copies may take, as a TimeSpan. After it the run fails and is undone. From a second to 7 days; 2 hours by default.</para>
    /// </summary>
    /// <value>02:00:00</value>
    [Parameter]
    [ValidateDuration]
    public TimeSpan CopyTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// <para type="description">How long the undo, and taking the share back, may take. From a second to 7 days; 10 minutes by default.</para>
    /// </summary>
    /// <value>00:10:00</value>
    [Parameter]
    [ValidateDuration]
    public TimeSpan UndoTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// <para type="description">The folder in which run folders are made. Without it, runs beside the environments file.</para>
    /// </summary>
    [Parameter]
    public string? RunsPath { get; set; }

    /// <summary>
    /// <para type="description">Keeps the journal in the run folder only, so that no other machine can repair the run.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter LocalJournalOnly { get; set; }

    // An image's own target is where it is, and not where it is to go.
    private protected override bool TargetsAreAsked => Image.Any(i => PSObject.AsPSObject(i).BaseObject is Ami);

    private protected override object? Subject => string.Join(", ", Image);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var surroundings = Surroundings();
        foreach (var image in ImageParameter.Read(Image))
        {
            var request = new CopyRequest
            {
                Image = image,
                Targets = Targets,
                Encrypt = Encrypt,
                KmsKeyId = KmsKeyId,
                CopyTimeout = CopyTimeout,
                UndoTimeout = UndoTimeout,
                RunsPath = RunsPath is null ? null : FullPath(RunsPath),
                LocalJournalOnly = LocalJournalOnly,
            };
            var plan = await new PlanCopy(surroundings).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false);
            var text = CopyText.Describe(plan);
            if (!await pipe.ShouldProcessAsync(text, text + "?", "Copy-AmiToTarget").ConfigureAwait(false)) continue;
            foreach (var copy in await new CopyImages(surroundings).RunAsync(plan, pipe.Reporter, cancel).ConfigureAwait(false)) await pipe.WriteAsync(copy).ConfigureAwait(false);
        }
    }
}
