using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace AmiTools.LocalCloud;

/// <summary>What came back; <paramref name="IsBroken"/>: the connection broke, or no answer ever came.</summary>
public sealed record InProcessAnswer(int Status, byte[] Body, bool IsBroken = false);

/// <summary>
/// The same cloud without a port and without signatures: for tests that make very many small clouds and calls. Each call
/// is one of an account's own keys.
/// </summary>
public sealed class InProcessCloud
{
    private readonly Cloud cloud;
    private readonly Dispatcher dispatcher;
    private readonly CallLog log = new();

    /// <summary>Makes it.</summary>
    public InProcessCloud(LocalCloudOptions? options = null)
    {
        options ??= new();
        cloud = new(options);
        dispatcher = new(cloud);
        Inside = new(cloud);
        foreach (var fault in options.Faults) Faults.Add(fault);
    }

    /// <summary>What exists, and ways to change it behind the API's back.</summary>
    public CloudInside Inside { get; }

    /// <summary>The faults in force.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Every call, in order.</summary>
    public IReadOnlyList<LoggedCall> Calls => log.All();

    /// <summary>Called before each call has its effect, with its service, action and account: the world may change meanwhile.</summary>
    public Action<string, string, string>? BeforeEach { get; set; }

    /// <summary>Forgets the calls so far.</summary>
    public void ClearCalls() => log.Clear();

    /// <summary>Makes a call.</summary>
    /// <param name="account">Whose call it is.</param>
    /// <param name="region">Where it goes.</param>
    /// <param name="service">ec2, autoscaling, sts, ssm.</param>
    /// <param name="body">The body as it would be on the wire: a form, or JSON.</param>
    /// <param name="target">X-Amz-Target of JSON services.</param>
    public InProcessAnswer Call(string account, string region, string service, byte[] body, string? target = null)
    {
        var known = cloud.Accounts.TryGetValue(account, out var owner) ? owner : throw new ArgumentException($"There is no account {account}", nameof(account));
        var does = dispatcher.Service(service) ?? throw new ArgumentException($"There is no service {service}", nameof(service));
        var http = new DefaultHttpContext().Request;
        http.Method = "POST";
        if (target is not null) http.Headers["X-Amz-Target"] = target;
        var request = does.Parse(http, body);
        BeforeEach?.Invoke(service, request.Action, account);
        var index = log.Add(order => new LoggedCall { Order = order, At = cloud.Now, Service = service, Action = request.Action, Account = account, Region = region, UserAgent = "in process", Parameters = request.Logged });

        var id = index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var fault = Faults.For(service, request.Action, account, "in process");
        var done = fault is { When: FaultTime.Before, Kind: not FaultKind.Delay } ? null : dispatcher.Run(service, region, request, body, cloud.FindKey(known.AccessKeyId)!, id);
        var answer = fault is null or { Kind: FaultKind.Delay } ? done!
            : fault.Kind is FaultKind.Cut or FaultKind.Hang ? new Answer(0, "text/xml", [], fault.Kind.ToString())
            : WrongAnswer.Of(fault, does, id);
        log.Answered(index, answer.Status, answer.ErrorCode);
        return new(answer.Status, answer.Body, answer.Status == 0);
    }
}
