using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>What a user runs.</summary>
[Flags]
internal enum By
{
    Plan = 1,
    Check = 2,
    Parameters = 4,
    Find = 8,
    Definition = Plan | Check,
    Files = Definition | Parameters,
    Any = Files | Find,
}

/// <summary>One bad input: what is laid on disk over a layout that is right, and exactly what a user is told.</summary>
/// <param name="Name">What is bad.</param>
/// <param name="Lay">Makes it.</param>
/// <param name="Id">The id of every problem.</param>
/// <param name="Messages">All messages, with file and line; <c>{root}</c>, <c>{web}</c> and <c>{common}</c> stand for folders.</param>
internal sealed record BadInput(string Name, Action<DefinitionFolder> Lay, string Id, params string[] Messages)
{
    /// <summary>The operations that must say so.</summary>
    public By By { get; init; } = By.Definition;

    public string DefinitionPath { get; init; } = "src/web";

    public string BuildNumber { get; init; } = "57";

    public IReadOnlyList<string> Targets { get; init; } = [];

    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>True to ask Packer too.</summary>
    public bool Packer { get; init; }

    public IReadOnlyList<string> Expected(DefinitionFolder folder) =>
        [.. Messages.Select(m => m.Replace("{root}", folder.Root).Replace("{web}", folder.Web).Replace("{common}", Path.Combine(folder.Root, "src", "common", "conf")))];

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<BadInput> All { get; } =
    [
        .. EnvironmentsFiles.All, .. ParameterFileInputs.All, .. VersionFiles.All, .. JsonTemplates.All, .. HclTemplates.All, .. HclParameters.All, .. Secrets.All, .. LinksAndFolders.All, .. Requests.All,
    ];

    public static DefinitionFolder Ground() => DefinitionFolder.Classic();
}
