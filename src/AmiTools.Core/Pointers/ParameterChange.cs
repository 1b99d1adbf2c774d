using AmiTools.Aws;

namespace AmiTools.Core.Pointers;

/// <summary>Writes parameters and reads them back: a value of the type aws:ec2:image is answered before it is validated.</summary>
internal sealed class ParameterChange(TimeProvider time)
{
    private static readonly TimeSpan Validated = TimeSpan.FromSeconds(30);

    /// <exception cref="AmiToolsException">ParameterNotTaken: AWS has not taken the value over.</exception>
    public async Task SetAsync(IAws aws, string name, string value, CancellationToken cancel)
    {
        var now = (await aws.SendAsync(new GetParameter { Name = name }, cancel).ConfigureAwait(false)).Parameter;
        if (now.Value == value) return;
        await aws.SendAsync(new PutParameter { Name = name, Value = value, Type = now.Type ?? "String", DataType = now.DataType, Overwrite = true }, cancel).ConfigureAwait(false);
        try
        {
            await new Waiter(Validated) { FirstDelay = TimeSpan.FromMilliseconds(50), LongestDelay = TimeSpan.FromSeconds(3), Time = time }.UntilAsync($"the parameter {name}", async c =>
            {
                var seen = (await aws.SendAsync(new GetParameter { Name = name }, c).ConfigureAwait(false)).Parameter.Value;
                return new Look<bool>(seen == value, $"it names {seen}", true);
            }, cancel: cancel).ConfigureAwait(false);
        }
        catch (WaitTimedOutException e)
        {
            throw new AmiToolsException("ParameterNotTaken", FailureKind.ServiceFailed, $"The parameter {name} was set to {value}, and AWS has not taken it over ({e.LastState}). Its type is {now.DataType}: AWS checks afterwards whether the account can see the image.", name, e);
        }
    }
}
