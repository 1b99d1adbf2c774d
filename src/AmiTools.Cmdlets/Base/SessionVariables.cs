using System.Management.Automation;
using AmiTools.Core.Environments;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// The session's default credentials and Region, as Set-AWSCredential and Set-DefaultAWSRegion of AWS Tools for PowerShell keep
/// them: in variables. Looking at a variable loads no module.
/// </summary>
internal sealed record SessionVariables(object? Credentials, string? Region)
{
    public const string CredentialsName = "StoredAWSCredentials";
    public const string RegionName = "StoredAWSRegion";

    public static SessionVariables Read(Func<string, object?> variable) => new(variable(CredentialsName), variable(RegionName) is { } region ? RegionOf(region) : null);

    public bool IsThere => Credentials is not null || Region is not null;

    /// <summary>The same for the operations.</summary>
    public SessionDefaults Defaults => new() { Keys = Credentials is null ? null : ForeignCredentials.Keys(Credentials, "$" + CredentialsName), Region = Region };

    // A text, or an object of the SDK's that has it as SystemName or Region.
    private static string? RegionOf(object region)
    {
        var value = PSObject.AsPSObject(region);
        var text = value.BaseObject as string ?? value.Properties["SystemName"]?.Value as string ?? value.Properties["Region"]?.Value as string;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
