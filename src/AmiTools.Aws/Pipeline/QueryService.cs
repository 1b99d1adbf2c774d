using System.Text;
using System.Xml;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace AmiTools.Aws;

/// <summary>EC2 and STS: form parameters in, XML out. STS puts its answer into one element more.</summary>
internal sealed record QueryService(string Id, string Prefix, string Version, bool ResultElement) : Service(Id, Prefix, Version)
{
    public override void Write(object operation, IRequest request)
    {
        request.Parameters["Action"] = operation.GetType().Name;
        request.Parameters["Version"] = Version;
        Query.Flatten(operation, (k, v) => request.Parameters[k] = v);
        // Marshalling happens once a call, so that every retry carries the same token.
        if (operation is IHasClientToken { ClientToken: null }) request.Parameters["ClientToken"] = Guid.NewGuid().ToString();
        request.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(request);
    }

    public override T Read<T>(string action, Stream body)
    {
        try
        {
            return Xml.ReadDocument<T>(body, action + "Response", ResultElement ? action + "Result" : null);
        }
        catch (XmlException e)
        {
            throw new InvalidBodyException("the answer is not complete XML", e);
        }
    }

    public override WireError? ReadError(byte[] body, Func<string, string?> header)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), Xml.Settings);
            reader.MoveToContent();
            if (reader.LocalName is not ("Response" or "ErrorResponse")) return null;
            string? code = null, message = null, request = null;
            reader.Read();
            while (!reader.EOF)
            {
                if (reader.NodeType != XmlNodeType.Element) { reader.Read(); continue; }
                switch (reader.LocalName)
                {
                    case "Code": code ??= reader.ReadElementContentAsString(); break;
                    case "Message": message ??= reader.ReadElementContentAsString(); break;
                    case "RequestID" or "RequestId": request ??= reader.ReadElementContentAsString(); break;
                    default: reader.Read(); break;
                }
            }
            return code is null ? null : new(code, message ?? "no message", request);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
