using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace AmiTools.Aws;

/// <summary>A call to one AWS operation: the record's name is the action, its properties are the parameters.</summary>
public abstract record Operation<TResult> { internal abstract Service Service { get; } }
public abstract record Ec2<TResult> : Operation<TResult> { internal override Service Service => Service.Ec2; }
public abstract record Ssm<TResult> : Operation<TResult> { internal override Service Service => Service.Ssm; }
public abstract record Sts<TResult> : Operation<TResult> { internal override Service Service => Service.Sts; }

/// <summary>An action that is done once for a token, however often it is sent; filled in when null.</summary>
public interface IHasClientToken { string? ClientToken { get; init; } }

/// <summary>The wire name of a property, where it is not the property's own name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WireAttribute(string name) : Attribute { public string Name { get; } = name; }

public interface IPage<out TItem> { IReadOnlyList<TItem> Items { get; } string? NextToken { get; } }
public interface IPaged { string? NextToken { get; } }

/// <summary>The one seam to AWS: everything above it is testable with a lambda.</summary>
public interface IAws { Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default); }

public static class Paging
{
    public static async IAsyncEnumerable<TPage> PagesAsync<TPage>(this IAws aws, Operation<TPage> first, Func<string, Operation<TPage>> next,
        [EnumeratorCancellation] CancellationToken cancel = default) where TPage : IPage<object>
    {
        for (var operation = first; ;)
        {
            var page = await aws.SendAsync(operation, cancel).ConfigureAwait(false);
            yield return page;
            if (page.NextToken is not { Length: > 0 } token) yield break;
            operation = next(token);
        }
    }
}
