namespace AmiTools;

/// <summary>What an instance is to know when it boots.</summary>
public sealed record UserDataRequest
{
    /// <summary>The environment's name, such as <c>production</c>. Every document has it.</summary>
    public required string Environment { get; init; }

    /// <summary>The service's name, where an image can be more than one.</summary>
    public string? Service { get; init; }

    /// <summary>A path of Parameter Store, such as <c>/production/web</c>, whose parameters the instance reads at boot. Secrets belong there.</summary>
    public string? ParameterPath { get; init; }

    /// <summary>Anything else: text, numbers, true and false, lists and dictionaries of them. Null leaves the key out.</summary>
    public IReadOnlyDictionary<string, object?>? Extra { get; init; }

    /// <summary>An environments file, or a folder with one, that must know the environment. Null means that any name will do.</summary>
    public string? EnvironmentsPath { get; init; }
}

/// <summary>Which user data is to be checked: exactly one of text, file, instance and launch template.</summary>
public sealed record UserDataCheckRequest
{
    /// <summary>The document itself, or its base64.</summary>
    public string? Text { get; init; }

    /// <summary>A file with the document or its base64.</summary>
    public string? Path { get; init; }

    /// <summary>An instance's id.</summary>
    public string? InstanceId { get; init; }

    /// <summary>A launch template's id or name.</summary>
    public string? LaunchTemplate { get; init; }

    /// <summary>The template's version: a number, <c>$Default</c> or <c>$Latest</c>. Null means <c>$Default</c>.</summary>
    public string? LaunchTemplateVersion { get; init; }

    /// <summary>Where instance and template are looked for.</summary>
    public TargetSelection Targets { get; init; } = new();
}

/// <summary>What a check of user data found.</summary>
public sealed record UserDataCheck
{
    /// <summary>Where it comes from: a file, an instance, a template's version, or <c>text</c>.</summary>
    public required string Source { get; init; }

    /// <summary>True if there is no problem.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>The environment that the document names, if it can be read.</summary>
    public string? Environment { get; init; }

    /// <summary>The service that the document names, if it does.</summary>
    public string? Service { get; init; }

    /// <summary>Its size in bytes, before base64. EC2 takes at most 16,384.</summary>
    public required int ByteCount { get; init; }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; init => field = Listed.Of(value); } = [];
}
