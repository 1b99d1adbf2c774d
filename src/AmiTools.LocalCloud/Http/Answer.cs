using System.Text;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Http;

/// <summary>What is sent back.</summary>
internal sealed record Answer(int Status, string ContentType, byte[] Body, string? ErrorCode = null)
{
    public static Answer Json(string body, int status = 200, string? errorCode = null) => new(status, "application/x-amz-json-1.1", Encoding.UTF8.GetBytes(body), errorCode);

    public static Answer Xml(byte[] body, int status = 200, string? errorCode = null) => new(status, "text/xml;charset=UTF-8", body, errorCode);

    public static Answer Html(int status) => new(status, "text/html", "<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Service temporarily unavailable<br></h1></body></html>"u8.ToArray(), "Html");

    public async Task SendAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = Body.Length;
        context.Response.Headers["x-amzn-RequestId"] = context.TraceIdentifier;
        await context.Response.Body.WriteAsync(Body, context.RequestAborted);
    }

    /// <summary>Promises the whole body, sends half of it and breaks the connection.</summary>
    public async Task CutAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = Body.Length;
        await context.Response.Body.WriteAsync(Body.AsMemory(0, Body.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }
}
