using System.Text.RegularExpressions;

namespace AmiTools.Core.Access;

/// <summary>Who an image can be shared with, as text: an account, an ARN, or <c>all</c>; and plans in words.</summary>
public static class AccessText
{
    /// <summary>Everybody, as EC2 calls it.</summary>
    public const string Everybody = "all";

    private static readonly Regex account = new(@"^[0-9]{12}\z", RegexOptions.CultureInvariant);
    private static readonly Regex organization = new(@"^arn:aws[a-z-]*:organizations::[0-9]{12}:organization/o-[a-z0-9]{10,32}\z", RegexOptions.CultureInvariant);
    private static readonly Regex unit = new(@"^arn:aws[a-z-]*:organizations::[0-9]{12}:ou/o-[a-z0-9]{10,32}/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\z", RegexOptions.CultureInvariant);

    public static bool IsAccount(string entity) => account.IsMatch(entity);

    /// <summary>Everything that is wrong with a wish, before anything is asked of AWS.</summary>
    public static IEnumerable<Problem> Check(AccessRequest request)
    {
        foreach (var id in request.Accounts.Where(a => !account.IsMatch(a))) yield return new("AccountInvalid", $"'{id}' is no account; expected 12 digits, in quotes where a leading zero may be lost.");
        foreach (var arn in request.Organizations.Where(o => !organization.IsMatch(o))) yield return new("OrganizationInvalid", $"'{arn}' is no organization; expected its ARN, such as arn:aws:organizations::123456789012:organization/o-abcdefghij.");
        foreach (var arn in request.OrganizationalUnits.Where(o => !unit.IsMatch(o))) yield return new("OrganizationalUnitInvalid", $"'{arn}' is no organizational unit; expected its ARN, such as arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-abcd-12345678.");
        if (request.Images.Count == 0) yield return new("NoImages", "No image is given; expected an id (ami-…) or name@version (web@2.0.57).");
        if (request.Change != AccessChange.Exact && Entities(request).Count == 0) yield return new("NobodyNamed", "Nobody is named; expected an account, an organization or an organizational unit.");
    }

    /// <summary>Everybody that a request names, each once.</summary>
    public static IReadOnlyList<string> Entities(AccessRequest request) =>
        [.. request.Accounts.Concat(request.Organizations).Concat(request.OrganizationalUnits).Concat(request.Public ? [Everybody] : []).Distinct()];

    /// <summary>Everybody that an image is shared with.</summary>
    public static IReadOnlyList<string> Entities(AmiAccess access) =>
        [.. access.Accounts.Concat(access.Organizations).Concat(access.OrganizationalUnits).Concat(access.IsPublic ? [Everybody] : [])];

    /// <summary>A plan as -WhatIf and a confirmation show it.</summary>
    public static string Describe(AccessPlan plan)
    {
        var what = $"{plan.Now.ImageId} ({plan.Now.Name}{(plan.Now.Version is { } v ? " " + v : "")}, {plan.Now.Target}, account {plan.Now.AccountId}, {plan.Now.Region})";
        if (plan.IsEmpty) return $"Change nothing of {what}: it is as it should be";
        var parts = Words("image", plan.Image).Concat(plan.Snapshots.GroupBy(s => (Join(s.Value.Added), Join(s.Value.Removed)))
            .SelectMany(g => Words(g.Count() == 1 ? "snapshot " + g.First().Key : $"{g.Count()} snapshots", g.First().Value)));
        return $"Change who may use {what}: {string.Join("; ", parts)}";
    }

    /// <summary>One of them in words.</summary>
    public static string Name(string entity) => entity == Everybody ? "EVERYBODY" : entity;

    private static IEnumerable<string> Words(string what, AccessDifference difference)
    {
        if (difference.Added.Count > 0) yield return $"{what}: + {Join(difference.Added)}";
        if (difference.Removed.Count > 0) yield return $"{what}: - {Join(difference.Removed)}";
    }

    private static string Join(IEnumerable<string> entities) => string.Join(", ", entities.Select(Name));
}
