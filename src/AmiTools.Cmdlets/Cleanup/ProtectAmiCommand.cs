using System.Management.Automation;

namespace AmiTools.Cmdlets.Cleanup;

/// <summary>
/// <para type="synopsis">Pins images, so that no cleanup takes them: for uses that nothing in AWS tells of.</para>
/// <para type="description">Writes the tag AmiTools:Pinned, with who, until when and why. A pin that has a date ends by itself; Unprotect-Ami takes it off. It is no protection from other hands: see EC2's deregistration protection for that, which a cleanup keeps to as well.</para>
/// <para type="link">Unprotect-Ami</para>
/// <para type="link">Get-AmiCleanupPlan</para>
/// <para type="link">about_AmiTools_Cleanup</para>
/// </summary>
/// <example>
/// <para>Pin a version that runs outside of AWS, until a day</para>
/// <code>Protect-Ami web-server@1.0.1 -Reason 'runs in the lab' -Until 2030-12-31</code>
/// </example>
/// <example>
/// <para>Pin the newest image of a target, for a team</para>
/// <code>Get-AmiByVersion base-linux -Target dev | Protect-Ami -Reason 'base of the next release' -By platform -PassThru</code>
/// </example>
[Cmdlet(VerbsSecurity.Protect, "Ami", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(PinnedImage))]
public sealed class ProtectAmiCommand : PinCmdlet
{
    /// <summary>
    /// <para type="description">Why: what uses the image. 1 to 150 characters on one line, since it is kept in a tag.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "";

    /// <summary>
    /// <para type="description">When the pin ends; a time to come. A day counts to its end (UTC). Without it, never.</para>
    /// </summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>
    /// <para type="description">Who pins it. Without it, the user of this session.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? By { get; set; }

    private protected override PinRequest Complete(PinRequest request) => request with { Reason = Reason, Until = DayOf(Until), By = By };

    // '2026-04-01' comes as midnight of this session's time zone, and means the day.
    private static DateTimeOffset? DayOf(DateTimeOffset? until) => until is { TimeOfDay.Ticks: 0 } day ? new DateTimeOffset(day.Date, TimeSpan.Zero) : until;
}
