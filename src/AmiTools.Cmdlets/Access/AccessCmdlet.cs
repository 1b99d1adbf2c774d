using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Images;
using AmiTools.Core.Access;

namespace AmiTools.Cmdlets.Access;

/// <summary>A cmdlet that changes who may use images.</summary>
public abstract class AccessCmdlet : TargetCmdlet
{
    /// <summary>
    /// <para type="description">The images: ids (ami-...), names with an exact version (web-server@2.0.57: the image of each target), images or pairs from Get-AmiByVersion or Get-PairedAmi, or any objects with an ImageId property, such as those of AWS Tools for PowerShell.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("ImageId")]
    [ValidateNotNullOrEmpty]
    public object[] Image { get; set; } = [];

    /// <summary>
    /// <para type="description">Accounts, each of 12 digits; quote one that begins with a zero.</para>
    /// </summary>
    [Parameter(Position = 1)]
    [Alias("UserId", "AccountId")]
    public string[]? Account { get; set; }

    /// <summary>
    /// <para type="description">ARNs of organizations. Their accounts can launch the image and can't copy it: snapshots can be shared with accounts only.</para>
    /// </summary>
    [Parameter]
    [Alias("OrganizationArn")]
    public string[]? Organization { get; set; }

    /// <summary>
    /// <para type="description">ARNs of organizational units. As with organizations, their accounts can launch the image and can't copy it.</para>
    /// </summary>
    [Parameter]
    [Alias("OrganizationalUnitArn")]
    public string[]? OrganizationalUnit { get; set; }

    /// <summary>
    /// <para type="description">Writes who may use each image afterwards; with -WhatIf who would.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected abstract AccessChange Change { get; }

    private protected abstract bool WantsPublic { get; }

    private protected override object? Subject => string.Join(", ", Image);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var surroundings = Surroundings();
        var request = new AccessRequest
        {
            Targets = Targets,
            Images = [.. ImageParameter.Read(Image)],
            Change = Change,
            Accounts = Account ?? [],
            Organizations = Organization ?? [],
            OrganizationalUnits = OrganizationalUnit ?? [],
            Public = WantsPublic,
        };
        foreach (var plan in await new PlanAccess(surroundings).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false))
        {
            foreach (var warning in plan.Warnings) pipe.Reporter.Warning(warning);
            var text = AccessText.Describe(plan);
            if (plan.IsEmpty) pipe.Reporter.Verbose(text + ".");
            else
            {
                if (!await pipe.ShouldProcessAsync(text, text + "?", MyInvocation.MyCommand.Name).ConfigureAwait(false))
                {
                    if (PassThru && IsWhatIf) await pipe.WriteAsync(PlannedAccess.Of(plan)).ConfigureAwait(false);
                    continue;
                }
                if (plan.MakesPublic && !await pipe.ConfirmAsync($"EVERYBODY with an AWS account will be able to launch {plan.Now.ImageId} and to read what is in it. Make it public?", MyInvocation.MyCommand.Name).ConfigureAwait(false)) continue;
            }
            var after = await new ChangeAccess(surroundings).RunAsync(request, plan, pipe.Reporter, cancel).ConfigureAwait(false);
            if (PassThru) await pipe.WriteAsync(after).ConfigureAwait(false);
        }
    }
}
