namespace AmiTools.LocalCloud.Kms;

/// <summary>Names of keys, and who may use which.</summary>
internal static class Keys
{
    private const string DefaultAlias = "alias/aws/ebs";

    /// <summary>The key that AWS keeps for an account's volumes (<c>alias/aws/ebs</c>).</summary>
    public static string Default(string region, string account) => $"arn:aws:kms:{region}:{account}:key/00000000-0000-4000-8000-{account}";

    /// <summary>A key's ARN, from whatever a caller may give for one.</summary>
    public static string Arn(string given, string region, string account) =>
        given == DefaultAlias || given.EndsWith(":" + DefaultAlias, StringComparison.Ordinal) ? Default(region, account)
        : given.StartsWith("arn:", StringComparison.Ordinal) ? given
        : $"arn:aws:kms:{region}:{account}:key/{given}";

    /// <summary>True if the account may use the key: its own default one, one of its own keys, or another account's that is shared with it.</summary>
    /// <param name="arn">The key.</param>
    /// <param name="region">The Region; a key is nowhere else.</param>
    /// <param name="account">Who wants to use it.</param>
    /// <param name="owner">Whose key it may be.</param>
    public static bool CanUse(string arn, string region, CloudAccount account, CloudAccount owner)
    {
        if (arn == Default(region, account.Id)) return true;
        var key = owner.Keys.FirstOrDefault(k => arn == $"arn:aws:kms:{region}:{owner.Id}:key/{k.Id}");
        return key is not null && (owner.Id == account.Id || key.SharedWith.Contains(account.Id));
    }
}
