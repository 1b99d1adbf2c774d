namespace AmiTools.Cli.Clouds;

/// <summary>What a local cloud is started with.</summary>
internal sealed record LocalCloudSettings
{
    public int Port { get; init; }

    public IReadOnlyList<LocalAccount> Accounts { get; init; } = LocalAccount.Usual;

    public string Region { get; init; } = "eu-west-1";

    /// <summary>How many images each account has from the start.</summary>
    public int Images { get; init; }

    public TimeSpan? PendingDelay { get; init; }

    public TimeSpan? VisibilityDelay { get; init; }

    /// <summary>The full path of a fault plan.</summary>
    public string? FaultPlan { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
