namespace AmiTools.LocalCloud;

/// <summary>An error as AWS would answer it.</summary>
internal sealed class CloudError(string code, string message, int status = 400) : Exception(message)
{
    public string Code => code;

    public int Status => status;

    public static CloudError InvalidParameter(string message) => new("InvalidParameterValue", message);

    public static CloudError Missing(string name) => new("MissingParameter", $"The request must contain the parameter {name}");

    public static CloudError NotFound(string code, string kind, IEnumerable<string> ids)
    {
        var list = ids.ToArray();
        return list.Length == 1
            ? new(code, $"The {kind} id '[{list[0]}]' does not exist")
            : new(code, $"The {kind} ids '[{string.Join(", ", list)}]' do not exist");
    }

    public static CloudError Unsupported(string action) => new("UnsupportedOperation", $"The local cloud does not do {action}.");

    public static CloudError Unauthorized(string service, string action) => service == "ec2"
        ? new("UnauthorizedOperation", $"You are not authorized to perform this operation. User is not authorized to perform: ec2:{action}", 403)
        : new(service is "ssm" or "kms" ? "AccessDeniedException" : "AccessDenied", $"User is not authorized to perform: {service}:{action}", service is "ssm" or "kms" ? 400 : 403);
}
