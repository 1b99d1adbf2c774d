using System.Management.Automation;
using AmiTools.Cmdlets.Completion;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// A cmdlet that works on targets of an environments file, or on one account and Region given directly with the common
/// parameters that AWS Tools for PowerShell have.
/// </summary>
public abstract class TargetCmdlet : EnvironmentCmdlet
{
    /// <summary>
    /// <para type="description">A profile of the shared AWS configuration. With it, or with another of these parameters, no environments file is read.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>
    /// <para type="description">The shared credentials file, where it is not in the usual place.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public string? ProfileLocation { get; set; }

    /// <summary>
    /// <para type="description">An access key id, together with -SecretKey. Prefer a profile or environment variables: what is typed here may stay in a history.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AK")]
    public string? AccessKey { get; set; }

    /// <summary>
    /// <para type="description">The secret key that belongs to it.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SK", "SecretAccessKey")]
    public string? SecretKey { get; set; }

    /// <summary>
    /// <para type="description">The session token that belongs to the two, for temporary credentials.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ST")]
    public string? SessionToken { get; set; }

    /// <summary>
    /// <para type="description">Credentials as an object: an AWSCredentials of AWS Tools for PowerShell, or a PSCredential with the access key id as user name.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Credential { get; set; }

    /// <summary>
    /// <para type="description">The Region. Without it, the profile's.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>
    /// <para type="description">An endpoint instead of AWS's own, such as that of a local cloud: http://127.0.0.1:4566. All services are asked there.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Uri? EndpointUrl { get; set; }

    private protected override ConnectionParameters Given => base.Given with
    {
        ProfileName = ProfileName,
        ProfileLocation = ProfileLocation is null ? null : FullPath(ProfileLocation),
        AccessKey = AccessKey,
        SecretKey = SecretKey,
        SessionToken = SessionToken,
        Credential = Credential,
        Region = WorksAtTheEnd ? asked : Region,
        EndpointUrl = EndpointUrl,
    };

    private string? asked;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        asked = Region;
    }

    private protected override TargetSelection Targets => Given.Selection;
}
