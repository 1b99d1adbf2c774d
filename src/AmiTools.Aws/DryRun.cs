namespace AmiTools.Aws;

/// <summary>What EC2 says of a call that it is only asked about.</summary>
public enum DryRunVerdict
{
    /// <summary>It would have done it.</summary>
    Allowed,
    /// <summary>The credentials are not allowed to.</summary>
    Denied,
    /// <summary>It did not say: another error came first.</summary>
    Unknown,
}

/// <summary>The verdict with the reason in AWS's words.</summary>
public sealed record DryRunAnswer(DryRunVerdict Verdict, string Reason);

public static class DryRun
{
    /// <summary>Asks whether a call, whose DryRun is true, would be allowed. EC2 says yes with the error DryRunOperation.</summary>
    public static async Task<DryRunAnswer> AskAsync<TResult>(this IAws aws, Operation<TResult> operation, CancellationToken cancel = default)
    {
        try
        {
            await aws.SendAsync(operation, cancel).ConfigureAwait(false);
            return new(DryRunVerdict.Unknown, "the endpoint ignored DryRun");
        }
        catch (AwsException e) when (e.Code == "DryRunOperation")
        {
            return new(DryRunVerdict.Allowed, e.Message);
        }
        catch (AwsException e) when (e.Code is "UnauthorizedOperation" or "AccessDenied" or "AccessDeniedException")
        {
            return new(DryRunVerdict.Denied, e.Message);
        }
        catch (AwsException e)
        {
            return new(DryRunVerdict.Unknown, e.Message);
        }
    }
}
