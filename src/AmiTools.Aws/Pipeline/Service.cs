using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AmiTools.Aws;

/// <summary>What tells one AWS service from another: names, API version and wire protocol.</summary>
internal abstract record Service(string ServiceId, string Prefix, string Version) : IServiceMetadata
{
    public static readonly Service Ec2 = new QueryService("EC2", "ec2", "2016-11-15", QueryDialect.Ec2);
    public static readonly Service AutoScaling = new QueryService("Auto Scaling", "autoscaling", "2011-01-01", QueryDialect.Aws);
    public static readonly Service Sts = new QueryService("STS", "sts", "2011-06-15", QueryDialect.Aws);
    public static readonly Service Ssm = new JsonService("SSM", "ssm", "2014-11-06", "AmazonSSM");
    public static readonly Service Kms = new JsonService("KMS", "kms", "2014-11-01", "TrentService");
    public static readonly IReadOnlyList<Service> All = [Ec2, AutoScaling, Ssm, Sts, Kms];

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();

    /// <summary>Puts the action and its parameters, a record's properties, into the request. Called once a call, however often it is sent.</summary>
    public abstract void Write(string action, object parameters, IRequest request);

    /// <summary>Reads a success. Anything that is not the action's own answer is an <see cref="InvalidBodyException"/>.</summary>
    public abstract T Read<T>(string action, Stream body);

    /// <summary>Reads an error; null if the body is not one of this service's errors.</summary>
    public abstract WireError? ReadError(byte[] body, Func<string, string?> header);
}

/// <summary>An error as the service wrote it.</summary>
internal sealed record WireError(string Code, string Message, string? RequestId);

/// <summary>The body is not what the service sends.</summary>
internal sealed class InvalidBodyException(string message, Exception? inner = null) : Exception(message, inner);
