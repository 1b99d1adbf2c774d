using System.Text;
using System.Xml;
using Amazon.Runtime.Internal;

namespace AmiTools.Aws;

/// <summary>The two forms of the query protocol.</summary>
internal enum QueryDialect
{
    /// <summary>EC2's own: <c>ImageId.1</c>, and the answer is the document itself.</summary>
    Ec2,
    /// <summary>Everybody else's: <c>Names.member.1</c>, and the answer lies in one element more.</summary>
    Aws,
}

/// <summary>EC2, Auto Scaling and STS: form parameters in, XML out.</summary>
internal sealed record QueryService(string Id, string Prefix, string Version, QueryDialect Dialect) : Service(Id, Prefix, Version)
{
    public override void Write(string action, object parameters, IRequest request)
    {
        // Not through the SDK's parameters: they are sorted, which 1,000 ids of a CreateTags pay for and nobody needs.
        using var form = new FormBody();
        form.Add("Action", action);
        form.Add("Version", Version);
        Query.Flatten(parameters, form, Dialect == QueryDialect.Ec2 ? "." : ".member.");
        // Marshalling happens once a call, so that every retry carries the same token.
        if (parameters is IHasClientToken { ClientToken: null }) form.Add("ClientToken", Guid.NewGuid().ToString());
        request.Content = form.ToBytes();
    }

    public override T Read<T>(string action, Stream body)
    {
        try
        {
            return Xml.ReadDocument<T>(body, action + "Response", Dialect == QueryDialect.Aws ? action + "Result" : null);
        }
        catch (XmlException e)
        {
            throw new InvalidBodyException("the answer is not complete XML", e);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InvalidBodyException($"a value in the answer can't be read: {e.Message}", e);
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
