using System.Collections.Concurrent;
using AmiTools.Aws;

namespace AmiTools.Core.Usage;

/// <summary>The images of launch template versions; every version is read once, the default and latest ones of all templates together.</summary>
internal sealed class TemplateImages(IAws aws, ParameterImages parameters, CancellationToken cancel)
{
    private readonly ConcurrentDictionary<(string Template, string Version), Lazy<Task<string?>>> versions = new();
    private Lazy<Task<IReadOnlyDictionary<string, CurrentTemplate>>>? current;

    private Lazy<Task<IReadOnlyDictionary<string, CurrentTemplate>>> Current =>
        LazyInitializer.EnsureInitialized(ref current, () => new(ReadCurrentAsync))!;

    /// <summary>Every template, by id and by name.</summary>
    public Task<IReadOnlyDictionary<string, CurrentTemplate>> AllAsync() => Current.Value;

    /// <summary>What would be launched through a template now: none if the template or its version is gone.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(LaunchTemplateSpecification? template)
    {
        if ((template?.LaunchTemplateId ?? template?.LaunchTemplateName) is not { } name) return [];
        var all = await AllAsync().ConfigureAwait(false);
        // One that is made between two reads is asked for by itself.
        var image = all.TryGetValue(name, out var known) && known.Find(template!.Version) is { } version
            ? version.Data?.ImageId
            : await versions.GetOrAdd((name, template!.Version ?? "$Default"), key => new(() => ReadAsync(template, key.Version))).Value.ConfigureAwait(false);
        return await parameters.OfAsync(image, cancel).ConfigureAwait(false);
    }

    private async Task<string?> ReadAsync(LaunchTemplateSpecification template, string version)
    {
        try
        {
            var found = await aws.AllAsync(token => new DescribeLaunchTemplateVersions
            {
                LaunchTemplateId = template.LaunchTemplateId,
                LaunchTemplateName = template.LaunchTemplateId is null ? template.LaunchTemplateName : null,
                Versions = [version],
                NextToken = token,
            }, (LaunchTemplateVersionPage p) => p.Items, cancel).ConfigureAwait(false);
            return found.FirstOrDefault()?.Data?.ImageId;
        }
        catch (AwsException e) when (e.Code.StartsWith("InvalidLaunchTemplate", StringComparison.Ordinal) && e.Code.Contains("NotFound"))
        {
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, CurrentTemplate>> ReadCurrentAsync()
    {
        var found = new Dictionary<string, CurrentTemplate>(StringComparer.Ordinal);
        await foreach (var page in aws.PagesAsync(token => new DescribeLaunchTemplateVersions { Versions = ["$Latest", "$Default"], MaxResults = 200, NextToken = token }, cancel).ConfigureAwait(false))
        {
            foreach (var version in page.Items)
            {
                if (!found.TryGetValue(version.LaunchTemplateId, out var template)) found[version.LaunchTemplateId] = template = new();
                template.Add(version);
                if (version.LaunchTemplateName is { } name) found[name] = template;
            }
        }
        return found;
    }
}

/// <summary>The default and the latest version of a template; they may be one.</summary>
internal sealed class CurrentTemplate
{
    private readonly List<LaunchTemplateVersion> versions = [];

    public string Id => versions[0].LaunchTemplateId;

    public string Name => versions[0].LaunchTemplateName ?? Id;

    public IReadOnlyList<LaunchTemplateVersion> Versions => versions;

    public long Latest => versions.Max(v => v.VersionNumber);

    public void Add(LaunchTemplateVersion version)
    {
        if (versions.All(v => v.VersionNumber != version.VersionNumber)) versions.Add(version);
    }

    public LaunchTemplateVersion? Find(string? version) => version switch
    {
        null or "" or "$Default" => versions.FirstOrDefault(v => v.DefaultVersion),
        "$Latest" => versions.First(v => v.VersionNumber == Latest),
        _ => versions.FirstOrDefault(v => v.VersionNumber.ToString(System.Globalization.CultureInfo.InvariantCulture) == version),
    };
}
