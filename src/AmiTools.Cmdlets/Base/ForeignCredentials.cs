using System.Management.Automation;
using AmiTools.Aws;

namespace AmiTools.Cmdlets.Base;

/// <summary>Reads credentials out of objects of other modules, whose types are not ours even where their names are.</summary>
internal static class ForeignCredentials
{
    /// <exception cref="AmiToolsException">CredentialNotUnderstood.</exception>
    public static AwsKeys Keys(object credential)
    {
        var value = credential is PSObject wrapped ? wrapped.BaseObject : credential;
        if (value is PSCredential simple) return new(simple.UserName, simple.GetNetworkCredential().Password);
        var get = value.GetType().GetMethod("GetCredentials", Type.EmptyTypes);
        var keys = get?.Invoke(value, null);
        string? Text(string name) => keys?.GetType().GetProperty(name)?.GetValue(keys) as string;
        if (Text("AccessKey") is { Length: > 0 } id && Text("SecretKey") is { Length: > 0 } secret) return new(id, secret, Text("Token") is { Length: > 0 } token ? token : null);
        throw new AmiToolsException("CredentialNotUnderstood", FailureKind.InvalidInput, $"-Credential is a {value.GetType().FullName}; expected an AWSCredentials of AWS Tools for PowerShell or a PSCredential.", value.GetType().FullName);
    }
}
