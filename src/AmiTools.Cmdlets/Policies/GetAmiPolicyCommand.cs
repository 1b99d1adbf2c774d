using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.Policies;

namespace AmiTools.Cmdlets.Policies;

/// <summary>
/// <para type="synopsis">Prints the least-privilege IAM policy for chosen cmdlets.</para>
/// <para type="description">For the role or user that they run as, in each target. Nothing is asked of AWS. The permission to assume roles (sts:AssumeRole) belongs to whoever assumes them, and is not in it.</para>
/// <para type="link">about_AmiTools_Credentials</para>
/// </summary>
/// <example>
/// <para>The policy for the role of the scan and the cleanup</para>
/// <code>Get-AmiPolicy Update-AmiLastUsed, Invoke-AmiCleanup | Set-Content policy.json</code>
/// </example>
/// <example>
/// <para>What is each permission for?</para>
/// <code>Get-AmiPolicy *-AmiAccess -Explain</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiPolicy", DefaultParameterSetName = "Policy")]
[OutputType(typeof(string), ParameterSetName = ["Policy"])]
[OutputType(typeof(AmiPermission), ParameterSetName = ["Explain"])]
public sealed class GetAmiPolicyCommand : AsyncCmdlet
{
    /// <summary>
    /// <para type="description">The cmdlets, with wildcards: Update-AmiLastUsed, *-AmiAccess.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Cmdlet { get; set; } = [];

    /// <summary>
    /// <para type="description">The partition of the ARNs; aws by default.</para>
    /// </summary>
    /// <value>aws</value>
    [Parameter]
    [ValidateSet("aws", "aws-cn", "aws-us-gov")]
    public string Partition { get; set; } = "aws";

    /// <summary>
    /// <para type="description">Writes an object for each action instead, with what it is for.</para>
    /// </summary>
    [Parameter(ParameterSetName = "Explain", Mandatory = true)]
    public SwitchParameter Explain { get; set; }

    private protected override object? Subject => string.Join(", ", Cmdlet);

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = new PolicyRequest { Cmdlets = Cmdlet, Partition = Partition };
        if (!Explain)
        {
            await pipe.WriteAsync(new GetPolicy().Run(request)).ConfigureAwait(false);
            return;
        }
        foreach (var permission in new GetPolicy().Explain(request)) await pipe.WriteAsync(permission).ConfigureAwait(false);
    }
}
