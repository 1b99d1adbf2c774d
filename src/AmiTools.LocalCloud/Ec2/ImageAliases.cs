using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>Images named by a parameter: <c>resolve:ssm:NAME</c>, with <c>:VERSION</c> or <c>:LABEL</c> or not.</summary>
internal static class ImageAliases
{
    private const string Alias = "resolve:ssm:";

    /// <summary>The id itself, or what the parameter names now.</summary>
    public static string Resolve(QueryCall call, string image)
    {
        if (!image.StartsWith(Alias, StringComparison.Ordinal)) return image;
        var name = image.Substring(Alias.Length);
        if (call.Cloud.IsDenied(call.Caller, "ssm", "GetParameters")) throw new CloudError("UnauthorizedOperation", $"You are not authorized to perform this operation. User is not authorized to perform: ssm:GetParameters on {name}", 403);
        return ParameterNames.Find(call.Region, call.Account, name)?.Version.Value ?? throw CloudError.InvalidParameter($"The parameter '{name}' that the launch template names does not exist");
    }
}
