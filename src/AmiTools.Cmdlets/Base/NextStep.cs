namespace AmiTools.Cmdlets.Base;

/// <summary>The recommended action of an error whose message does not tell it by itself.</summary>
internal static class NextStep
{
    /// <param name="kind">The kind of failure.</param>
    /// <param name="cmdlet">The cmdlet that failed: <c>New-PairedAmi</c>.</param>
    public static string After(FailureKind kind, string cmdlet) => kind switch
    {
        FailureKind.InvalidInput => $"Correct the input; 'Get-Help {cmdlet} -Full' tells what is expected.",
        FailureKind.NotFound => "Check the name and where it was looked for; -Verbose shows the accounts and Regions, where some are asked, and as whom.",
        FailureKind.Conflict => "Choose another name or version, or look at what is there already.",
        FailureKind.Authentication => "Correct the credentials or sign in again; -Verbose shows where each target's credentials come from.",
        FailureKind.PermissionDenied => $"Grant the permission; 'Get-AmiPolicy {cmdlet}' prints all that it needs.",
        FailureKind.Unreachable => "Check the network, the proxy and the endpoint, and try again.",
        FailureKind.LimitReached => "Wait and try again; if it is a quota, have it raised or remove what is not needed.",
        FailureKind.Busy => "Wait until what uses it is done, and try again.",
        FailureKind.TimedOut => "Try again, with more time where there is a parameter for it.",
        FailureKind.NotInstalled => "Install what is missing, and try again.",
        FailureKind.PartlyDone => "Look at what was done and what was not, correct the cause, and run it again.",
        _ => "Correct what the message names, or try again; 'Get-Error' shows more.",
    };
}
