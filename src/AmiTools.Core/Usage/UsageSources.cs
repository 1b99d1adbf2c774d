using AmiTools.Core.Usage.Sources;

namespace AmiTools.Core.Usage;

/// <summary>All sources, in the order of docs/usage-sources.md.</summary>
internal static class UsageSources
{
    /// <summary>Members of a pair share their use. It is no source that is read: it follows from what the others say.</summary>
    public const string Pairs = "pairs";

    public static IReadOnlyList<IUsageSource> All { get; } =
    [
        new InstancesSource(), new LaunchTemplatesSource(), new LaunchConfigurationsSource(), new GroupsSource(),
        new SpotRequestsSource(), new SpotFleetsSource(), new FleetsSource(), new ParametersSource(),
        new ReferencesSource(), new SharesSource(), new BasesSource(), new PinsSource(), new FilesSource(),
    ];

    public static bool IsRequired(IUsageSource source, UsageOptions options) =>
        !options.Optional.Contains(source.Name) && (source.IsRequired || options.Required.Contains(source.Name));

    /// <summary>Refuses to require in a scan what it does not ask: nothing would be missing, and nothing known.</summary>
    public static void RefuseUnasked(UsageOptions options)
    {
        if (options.Required.FirstOrDefault(n => All.Any(s => s.Name == n && s is (ReferencesSource or SharesSource))) is { } name)
            throw new AmiToolsException("SourceNotAsked", FailureKind.InvalidInput, $"A scan does not ask the source '{name}', which is for chosen images only; Get-AmiUsage (usage) does.", name);
    }

    /// <summary>Refuses what can't be asked for.</summary>
    public static void Check(UsageOptions options) => Check(options, All);

    /// <summary>The same, where other sources are asked.</summary>
    public static void Check(UsageOptions options, IReadOnlyList<IUsageSource> asked)
    {
        foreach (var name in options.Required.Concat(options.Optional))
        {
            if (asked.All(s => s.Name != name))
                throw new AmiToolsException("UnknownSource", FailureKind.InvalidInput, $"There is no source '{name}'; there are: {string.Join(", ", asked.Select(s => s.Name))}.", name);
        }
        if (options.Required.Intersect(options.Optional).FirstOrDefault() is { } both)
            throw new AmiToolsException("SourceRequiredAndOptional", FailureKind.InvalidInput, $"The source '{both}' is said to be required and optional; say one.", both);
        if (options.TemplateDepth is < 1 or > 10_000)
            throw new AmiToolsException("TemplateDepthOutOfRange", FailureKind.InvalidInput, $"The depth of launch templates is {options.TemplateDepth}; expected 1 to 10,000 versions.", options.TemplateDepth);
    }
}
