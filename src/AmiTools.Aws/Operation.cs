namespace AmiTools.Aws;

/// <summary>A call to one AWS action: the record's name is the action, its properties are the parameters.</summary>
public abstract record Operation<TResult>
{
    internal abstract Service Service { get; }

    internal virtual string Action => GetType().Name;

    /// <summary>The record whose properties are sent.</summary>
    internal virtual object Parameters => this;

    /// <summary>The API action: <c>DescribeImages</c>. A method, since properties are parameters.</summary>
    public string ActionName() => Action;

    /// <summary>The service: <c>EC2</c>.</summary>
    public string ServiceName() => Service.ServiceId;

    /// <summary>The same call, of whose answer only what <typeparamref name="TShort"/> has is read. In an account with 50,000 images most of the time goes into what nobody asked for.</summary>
    public Operation<TShort> Reading<TShort>() => new Shortened<TResult, TShort>(this);
}

/// <summary>A call whose answer is read in part.</summary>
internal sealed record Shortened<TWhole, TShort>(Operation<TWhole> Whole) : Operation<TShort>
{
    internal override Service Service => Whole.Service;

    internal override string Action => Whole.Action;

    internal override object Parameters => Whole.Parameters;
}

public abstract record Ec2<TResult> : Operation<TResult>
{
    internal override Service Service => Service.Ec2;
}

public abstract record Ssm<TResult> : Operation<TResult>
{
    internal override Service Service => Service.Ssm;
}

public abstract record Kms<TResult> : Operation<TResult>
{
    internal override Service Service => Service.Kms;
}

public abstract record AutoScaling<TResult> : Operation<TResult>
{
    internal override Service Service => Service.AutoScaling;
}

public abstract record Sts<TResult> : Operation<TResult>
{
    internal override Service Service => Service.Sts;
}

/// <summary>The wire name of a property, where it is not the property's own name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WireAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>An action that is done once for a token, however often it is sent; filled in when null.</summary>
public interface IHasClientToken
{
    string? ClientToken { get; init; }
}

/// <summary>The one seam to AWS. A failure is an <see cref="AwsException"/>, a cancellation an <see cref="OperationCanceledException"/>.</summary>
public interface IAws
{
    Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default);
}
