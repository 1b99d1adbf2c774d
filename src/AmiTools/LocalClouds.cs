namespace AmiTools;

/// <summary>A local cloud that runs as a process of its own.</summary>
public sealed record AmiLocalCloud
{
    /// <summary>Where it answers: http://127.0.0.1:PORT.</summary>
    public required Uri Url { get; init; }

    /// <summary>Its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The Region that its accounts work in.</summary>
    public required string Region { get; init; }

    /// <summary>Its accounts.</summary>
    public IReadOnlyList<AmiLocalAccount> Accounts { get; init => field = Listed.Of(value); } = [];

    /// <summary>The environments file that was written for it, if one was asked for.</summary>
    public string? EnvironmentsPath { get; init; }
}

/// <summary>An account of a local cloud. Its keys open nothing else.</summary>
public sealed record AmiLocalAccount
{
    /// <summary>Twelve digits.</summary>
    public required string Id { get; init; }

    /// <summary>The name of its target.</summary>
    public required string Name { get; init; }

    /// <summary>The key id.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The secret key.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The prefix of the environment variables that an environments file names for it.</summary>
    public required string EnvironmentPrefix { get; init; }
}
