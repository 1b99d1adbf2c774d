using System.Runtime.CompilerServices;
using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Images;

/// <summary>Reads a target's images. What EC2 can filter, EC2 filters: an account may have 50,000.</summary>
internal sealed class ImageCatalog(ITargetConnection connection)
{
    /// <summary>The largest page that EC2 answers with.</summary>
    public const int PageSize = 1000;

    /// <summary>The account's own images that all filters let through.</summary>
    public async Task<IReadOnlyList<Ami>> WhereAsync(IReadOnlyList<Filter> filters, CancellationToken cancel)
    {
        var images = await connection.Aws.AllAsync(token => Call(filters, token), (ImagePage p) => p.Items, cancel).ConfigureAwait(false);
        return [.. images.Select(ToAmi)];
    }

    /// <summary>The first page only: enough for a hint.</summary>
    public async Task<IReadOnlyList<Ami>> SomeWhereAsync(IReadOnlyList<Filter> filters, CancellationToken cancel)
    {
        var page = await connection.Aws.SendAsync(Call(filters, null), cancel).ConfigureAwait(false);
        return [.. page.Items.Select(ToAmi)];
    }

    /// <summary>The same page by page, for whoever may have to do with some.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Ami>> PagesAsync(IReadOnlyList<Filter> filters, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var page in connection.Aws.PagesAsync(token => Call(filters, token), cancel).ConfigureAwait(false)) yield return [.. page.Items.Select(ToAmi)];
    }

    private static DescribeImages Call(IReadOnlyList<Filter> filters, string? token) =>
        new() { Owners = ["self"], Filters = filters, IncludeDeprecated = true, MaxResults = PageSize, NextToken = token };

    private Ami ToAmi(Image image) => image.ToAmi(connection.Target.Name, connection.AccountId, connection.Region);
}
