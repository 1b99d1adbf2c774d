using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace AmiTools.Aws;

/// <summary>What tells one AWS service from another: names, API version and wire protocol.</summary>
internal abstract record Service(string ServiceId, string Prefix, string Version) : IServiceMetadata
{
    public static readonly Service Ec2 = new QueryService("EC2", "ec2", "2016-11-15");
    public static readonly Service Ssm = new JsonService("SSM", "ssm", "2014-11-06", "AmazonSSM");
    public static readonly Service Sts = new QueryService("STS", "sts", "2011-06-15");
    public static readonly IReadOnlyList<Service> All = [Ec2, Ssm, Sts];

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();

    /// <summary>Puts the operation's parameters into the request.</summary>
    public abstract void Write(object operation, IRequest request);
    public abstract T Read<T>(Stream body);
    public abstract ErrorResponse ReadError(Stream body, IWebResponseData response);
}

internal sealed record QueryService(string Id, string Prefix, string Version) : Service(Id, Prefix, Version)
{
    public override void Write(object operation, IRequest request)
    {
        request.Parameters["Action"] = operation.GetType().Name;
        request.Parameters["Version"] = Version;
        Query.Flatten(operation, (k, v) => request.Parameters[k] = v);
        request.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(request);
    }
    public override T Read<T>(Stream body) => Xml.ReadDocument<T>(body);
    public override ErrorResponse ReadError(Stream body, IWebResponseData response) =>
        XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(new XmlUnmarshallerContext(body, false, response, true));
}

internal sealed record JsonService(string Id, string Prefix, string Version, string Target) : Service(Id, Prefix, Version)
{
    public override void Write(object operation, IRequest request)
    {
        request.Headers["X-Amz-Target"] = $"{Target}.{operation.GetType().Name}";
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        request.Content = JsonSerializer.SerializeToUtf8Bytes(operation, operation.GetType(), Json.Options);
    }
    public override T Read<T>(Stream body) => JsonSerializer.Deserialize<T>(body, Json.Options)!;
    public override ErrorResponse ReadError(Stream body, IWebResponseData response)
    {
        var context = new JsonUnmarshallerContext(body, false, response, true);
        var reader = new Amazon.Runtime.Internal.Util.StreamingUtf8JsonReader(context.Stream);
        return JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
    }
}
