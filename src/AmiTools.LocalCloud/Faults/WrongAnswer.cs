using AmiTools.LocalCloud.Http;

namespace AmiTools.LocalCloud;

/// <summary>What a fault that answers puts in the place of the answer.</summary>
internal static class WrongAnswer
{
    public static Answer Of(Fault fault, IService service, string requestId) => fault.Kind switch
    {
        FaultKind.InternalError => service.Error(new CloudError("InternalError", "An internal error has occurred", 500), requestId),
        FaultKind.Throttle => service.Error(new CloudError(service.ThrottleCode, "Request limit exceeded.", service.ThrottleStatus), requestId),
        FaultKind.Html => Answer.Html(503),
        FaultKind.HtmlOk => Answer.Html(200),
        FaultKind.EmptyBody => new Answer(200, "text/xml", [], "EmptyBody"),
        _ => service.Error(new CloudError(fault.Code, fault.Message, fault.Status), requestId),
    };
}
