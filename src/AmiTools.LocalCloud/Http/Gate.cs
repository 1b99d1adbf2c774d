using AmiTools.LocalCloud.Signing;
using AmiTools.LocalCloud.State;
using AmiTools.LocalCloud.Sts;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud.Http;

/// <summary>Every AWS call comes through here: who is it, may they, what goes wrong on purpose, do it, log it.</summary>
internal sealed class Gate(Cloud cloud, CallLog log, FaultPlan faults)
{
    private static readonly TimeSpan longestSkew = TimeSpan.FromMinutes(15);
    private readonly Dispatcher dispatcher = new(cloud);

    public async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();

        var signature = Signature.Parse(context.Request.Headers.Authorization.ToString());
        if (signature is null && Unsigned(context, body) is { } answered)
        {
            await answered.SendAsync(context);
            return;
        }
        if (signature is null)
        {
            await dispatcher.Service("ec2")!.Error(new CloudError("AuthFailure", "AWS was not able to validate the provided access credentials: the request is not signed", 401), context.TraceIdentifier).SendAsync(context);
            return;
        }
        if (dispatcher.Service(signature.Service) is not { } service)
        {
            await dispatcher.Service("ec2")!.Error(CloudError.Unsupported("the service " + signature.Service), context.TraceIdentifier).SendAsync(context);
            return;
        }

        Request request;
        try
        {
            request = service.Parse(context.Request, body);
        }
        catch (CloudError e)
        {
            await service.Error(e, context.TraceIdentifier).SendAsync(context);
            return;
        }
        var identity = cloud.FindKey(signature.AccessKeyId);
        var account = identity?.Account.Id ?? "?";
        var userAgent = string.Join(' ', context.Request.Headers.UserAgent.ToString(), context.Request.Headers["x-amz-user-agent"].ToString()).Trim();
        var index = log.Add(order => new LoggedCall
        {
            Order = order,
            At = cloud.Now,
            Service = signature.Service,
            Action = request.Action,
            Account = account,
            Region = signature.Region,
            UserAgent = userAgent,
            Parameters = request.Logged,
        });

        var fault = faults.For(signature.Service, request.Action, account, userAgent);
        var answer = fault is { When: FaultTime.Before, Kind: not FaultKind.Delay }
            ? null
            : Answered(service, request, context, body, signature, identity);
        if (fault is { Kind: FaultKind.Cut, When: FaultTime.Before }) answer = service.Error(new CloudError("InternalError", "cut", 500), context.TraceIdentifier);

        if (fault is null)
        {
            log.Answered(index, answer!.Status, answer.ErrorCode);
            await answer.SendAsync(context);
            return;
        }
        await FailAsync(fault, answer, service, index, context);
    }

    /// <summary>The one call whose proof is not a signature but a token; null if it is another.</summary>
    private Answer? Unsigned(HttpContext context, byte[] body)
    {
        if (context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return null;
        var sts = (StsService)dispatcher.Service("sts")!;
        try
        {
            var request = sts.Parse(context.Request, body);
            if (request.Action != StsService.WebIdentityAction) return null;
            var index = log.Add(order => new LoggedCall
            {
                Order = order,
                At = cloud.Now,
                Service = "sts",
                Action = request.Action,
                Account = "?",
                Region = cloud.Regions.Keys.First(),
                UserAgent = context.Request.Headers.UserAgent.ToString(),
                Parameters = request.Logged.Where(p => p.Key != "WebIdentityToken").ToDictionary(StringComparer.Ordinal),
            });
            Answer answer;
            lock (cloud.Lock) answer = sts.RunUnsigned(request, context.TraceIdentifier);
            log.Answered(index, answer.Status, answer.ErrorCode);
            return answer;
        }
        catch (CloudError)
        {
            return null;
        }
    }

    private Answer Answered(IService service, Request request, HttpContext context, byte[] body, Signature signature, Identity? identity)
    {
        try
        {
            var caller = Authenticate(context.Request, body, signature, identity);
            return dispatcher.Run(signature.Service, signature.Region, request, body, caller, context.TraceIdentifier);
        }
        catch (CloudError e)
        {
            return service.Error(e, context.TraceIdentifier);
        }
    }

    private Identity Authenticate(HttpRequest request, byte[] body, Signature signature, Identity? identity)
    {
        var ec2 = signature.Service == "ec2";
        CloudError Refuse(string other, string message) => ec2 ? new("AuthFailure", "AWS was not able to validate the provided access credentials: " + message, 401) : new(other, message, 403);
        if (identity is null) throw Refuse("InvalidClientTokenId", "the access key id does not exist");
        if (!SigV4.Matches(request, body, signature, identity.Secret)) throw Refuse("SignatureDoesNotMatch", "the request signature does not match");
        if (identity.SessionToken is { } token && request.Headers["x-amz-security-token"].ToString() != token) throw Refuse("InvalidClientTokenId", "the security token is missing or wrong");
        if (identity.Expires is { } end && cloud.Now >= end) throw new CloudError(ec2 ? "RequestExpired" : "ExpiredTokenException", "The security token included in the request is expired", 400);
        // A client corrects its own clock by the Date of this answer, so the cloud's real clock is what counts here.
        if (SigV4.SignedAt(request) is { } at && (DateTimeOffset.UtcNow - at).Duration() > longestSkew) throw new CloudError(ec2 ? "RequestExpired" : "SignatureDoesNotMatch", "Signature expired", 403);
        return identity;
    }

    private async Task FailAsync(Fault fault, Answer? answer, IService service, int index, HttpContext context)
    {
        switch (fault.Kind)
        {
            case FaultKind.Hang:
                log.Answered(index, 0, "Hang");
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case FaultKind.Cut:
                log.Answered(index, 0, "Cut");
                await answer!.CutAsync(context);
                return;
            case FaultKind.Delay:
                log.Answered(index, answer!.Status, answer.ErrorCode);
                await (fault.Until?.WaitAsync(context.RequestAborted) ?? Task.Delay(fault.Delay, context.RequestAborted));
                await answer.SendAsync(context);
                return;
        }
        var wrong = WrongAnswer.Of(fault, service, context.TraceIdentifier);
        log.Answered(index, wrong.Status, wrong.ErrorCode);
        await wrong.SendAsync(context);
    }
}
