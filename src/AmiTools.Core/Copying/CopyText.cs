namespace AmiTools.Core.Copying;

/// <summary>A plan as -WhatIf and a confirmation show it.</summary>
public static class CopyText
{
    public static string Describe(CopyPlan plan) =>
        $"Copy {plan.Source.Name} {plan.Source.Version} ({plan.Source.ImageId}, {Counted.Of(plan.Source.SnapshotIds.Count, "snapshot")}, {plan.Source.Target}, account {plan.Source.AccountId}, {plan.Source.Region}) to "
        + string.Join(", ", plan.Destinations.Select(d => $"{d.Target} (account {d.AccountId}, {d.Region})"))
        + (plan.Request.Encrypt ? $", encrypted with {plan.Request.KmsKeyId ?? "the default key there"}" : "")
        + ", sharing it with those accounts until the copies have ended";
}
