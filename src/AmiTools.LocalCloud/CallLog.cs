namespace AmiTools.LocalCloud;

/// <summary>A call that reached the cloud.</summary>
public sealed record LoggedCall
{
    /// <summary>1-based, in the order of arrival.</summary>
    public required int Order { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>ec2, autoscaling, sts, ssm.</summary>
    public required string Service { get; init; }
    public required string Action { get; init; }
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string UserAgent { get; init; }
    /// <summary>The request's parameters; values of Parameter Store are left out.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }
    /// <summary>The HTTP status; 0 while it is being answered or when the connection was broken on purpose.</summary>
    public int Status { get; init; }
    public string? ErrorCode { get; init; }
}

internal sealed class CallLog
{
    private readonly List<LoggedCall> calls = [];

    public int Add(Func<int, LoggedCall> make)
    {
        lock (calls)
        {
            calls.Add(make(calls.Count + 1));
            return calls.Count - 1;
        }
    }

    public void Answered(int index, int status, string? errorCode)
    {
        lock (calls) if (index < calls.Count) calls[index] = calls[index] with { Status = status, ErrorCode = errorCode };
    }

    public IReadOnlyList<LoggedCall> All()
    {
        lock (calls) return [.. calls];
    }

    public void Clear()
    {
        lock (calls) calls.Clear();
    }
}
