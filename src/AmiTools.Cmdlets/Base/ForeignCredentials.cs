using System.Management.Automation;
using System.Reflection;
using AmiTools.Aws;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// Reads credentials out of objects of other modules, whose types are not ours even where their names are. The object is asked
/// each time, so that one that renews its keys goes on doing so.
/// </summary>
internal static class ForeignCredentials
{
    /// <summary>Keys from an object; asked when they are needed.</summary>
    /// <param name="credential">What was given.</param>
    /// <param name="description">Where it was: <c>-Credential</c>.</param>
    /// <exception cref="AmiToolsException">CredentialNotUnderstood.</exception>
    public static SuppliedKeys Keys(object credential, string description)
    {
        var value = credential is PSObject wrapped ? wrapped.BaseObject : credential;
        if (value is PSCredential simple) return new(description, () => new(simple.UserName, simple.GetNetworkCredential().Password));
        var (owner, ask) = Asked(value) ?? throw new AmiToolsException("CredentialNotUnderstood", FailureKind.InvalidInput, $"{description} is a {value.GetType().FullName}; expected an AWSCredentials of AWS Tools for PowerShell or a PSCredential.", value.GetType().FullName);
        return new(description, () => Read(Call(owner, ask)));
    }

    /// <summary>The object that gives keys, and how: an AWSCredentials itself, or what AWS Tools for PowerShell wrap around one.</summary>
    private static (object Owner, MethodInfo Ask)? Asked(object value)
    {
        if (value.GetType().GetMethod("GetCredentials", Type.EmptyTypes) is { } ask) return (value, ask);
        // $StoredAWSCredentials is an AWSPSCredentials, whose only way to the credentials is not public.
        var inner = value.GetType().GetProperty("Credentials", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(value);
        return inner?.GetType().GetMethod("GetCredentials", Type.EmptyTypes) is { } asked ? (inner, asked) : null;
    }

    private static object? Call(object owner, MethodInfo ask)
    {
        try
        {
            return ask.Invoke(owner, null);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } own)
        {
            throw new InvalidOperationException(own.Message, own);
        }
    }

    private static AwsKeys Read(object? keys)
    {
        string? Text(string name) => keys?.GetType().GetProperty(name)?.GetValue(keys) as string;
        return Text("AccessKey") is { Length: > 0 } id && Text("SecretKey") is { Length: > 0 } secret
            ? new(id, secret, Text("Token") is { Length: > 0 } token ? token : null)
            : throw new InvalidOperationException("it has no access key and secret key now");
    }
}
