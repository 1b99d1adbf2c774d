using AmiTools.Aws;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>
/// Looks whether the VPCs, subnets and security groups that a build names are in its target: one that is another account's, or
/// was deleted, would end a build only after the targets before it have been built.
/// </summary>
internal sealed class NetworkCheck(ITargetConnection connection, IReporter reporter)
{
    private const int MostListed = 5;

    public async Task<IReadOnlyList<Problem>> RunAsync(IReadOnlyList<NamedNetwork> named, CancellationToken cancel) =>
        [.. (await Task.WhenAll(named.GroupBy(n => n.Kind).Select(g => OfKindAsync(g.Key, [.. g], cancel))).ConfigureAwait(false)).SelectMany(p => p)];

    private async Task<IReadOnlyList<Problem>> OfKindAsync(NetworkKind kind, IReadOnlyList<NamedNetwork> named, CancellationToken cancel)
    {
        try
        {
            // By filter: asked for by id, one that is missing would hide the others.
            var there = await IdsAsync(kind, [.. named.Select(n => n.Id)], cancel).ConfigureAwait(false);
            var missing = named.Where(n => !there.Contains(n.Id)).ToArray();
            if (missing.Length == 0) return [];
            var others = await IdsAsync(kind, wanted: null, cancel).ConfigureAwait(false);
            return [.. missing.Select(m => Missing(m, others))];
        }
        catch (AwsException e)
        {
            // Packer may be allowed what we are not, or need none of it; it says so then.
            reporter.Verbose($"[{connection.Target.Name}] whether {string.Join(", ", named.Select(n => n.Id))} {(named.Count == 1 ? "is" : "are")} there could not be told: {e.Message}");
            return [];
        }
    }

    private Problem Missing(NamedNetwork named, IReadOnlyCollection<string> others)
    {
        var what = named.Kind switch { NetworkKind.Vpc => "VPC", NetworkKind.Subnet => "subnet", _ => "security group" };
        var said = named.Parameter is { } p ? $"'{p.Name}' names the {what} {named.Id}, which" : $"the template names the {what} {named.Id}, which";
        var shared = named.Parameter?.Level is "default" or "common/default" ? $" The value is that of all targets; conf/{connection.Target.Name} can name another." : "";
        var known = others.Count == 0 ? "There is none here."
            : $"Here are {string.Join(", ", others.OrderBy(o => o, StringComparer.Ordinal).Take(MostListed))}{(others.Count > MostListed ? $" and {others.Count - MostListed} more" : "")}.";
        return new Problem("NetworkMissing", $"{said} is not in account {connection.AccountId}, {connection.Region}. {known}{shared}", named.File, named.Line, connection.Target.Name);
    }

    /// <summary>Those that are wanted and there; of all, where none is wanted, the first page.</summary>
    private async Task<IReadOnlyCollection<string>> IdsAsync(NetworkKind kind, IReadOnlyList<string>? wanted, CancellationToken cancel)
    {
        const int page = 200;
        int? most = wanted is null ? page : null;
        IReadOnlyList<Filter>? By(string field) => wanted is null ? null : [new Filter(field, [.. wanted.Select(Images.FilterValue.Exactly)])];
        return kind switch
        {
            NetworkKind.Vpc => [.. (await connection.Aws.SendAsync(new DescribeVpcs { Filters = By("vpc-id"), MaxResults = most }, cancel).ConfigureAwait(false)).Items.Select(v => v.VpcId)],
            NetworkKind.Subnet => [.. (await connection.Aws.SendAsync(new DescribeSubnets { Filters = By("subnet-id"), MaxResults = most }, cancel).ConfigureAwait(false)).Items.Select(s => s.SubnetId)],
            _ => [.. (await connection.Aws.SendAsync(new DescribeSecurityGroups { Filters = By("group-id"), MaxResults = most }, cancel).ConfigureAwait(false)).Items.Select(g => g.GroupId)],
        };
    }
}
