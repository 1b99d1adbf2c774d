using AmiTools.Aws;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>Asks EC2, by dry runs, whether the build and its undo would be allowed.</summary>
internal sealed class PermissionCheck(ITargetConnection connection, IReporter reporter)
{
    // Of valid form and nobody's: an endpoint that ignored DryRun could do no harm with it.
    private const string NoImage = "ami-00000000000000000";

    /// <summary>Asks.</summary>
    /// <returns>What would certainly be refused; what may be is a warning.</returns>
    public async Task<IReadOnlyList<Problem>> RunAsync(PackerTemplate template, IReadOnlyDictionary<string, string> values, string? sourceImage, IReadOnlyDictionary<string, string> runTags, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(
            RunInstancesAsync(template, values, sourceImage, runTags, cancel),
            AskAsync("CreateTags", new CreateTags { Resources = [NoImage], Tags = [new Tag { Key = TagNames.State, Value = TagNames.Building }], DryRun = true }, mayDepend: true, cancel),
            AskAsync("DeregisterImage", new DeregisterImage { ImageId = NoImage, DeleteAssociatedSnapshots = true, DryRun = true }, mayDepend: true, cancel)).ConfigureAwait(false);
        return [.. answers.OfType<Problem>()];
    }

    private async Task<Problem?> RunInstancesAsync(PackerTemplate template, IReadOnlyDictionary<string, string> values, string? sourceImage, IReadOnlyDictionary<string, string> runTags, CancellationToken cancel)
    {
        if (sourceImage is null || template.Builders.FirstOrDefault(b => b.Type.StartsWith("amazon-", StringComparison.Ordinal)) is not { } builder) return null;
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["Name"] = "Packer Builder" };
        // A policy may ask for tags; only if all that Packer will give are known does a refusal mean what it says.
        var allKnown = builder.RunTags.Count > 0 || !builder.Settings.ContainsKey("run_tags");
        foreach (var tag in builder.RunTags)
        {
            if (Filled(tag.Value) is { } value) tags[tag.Key] = value;
            else allKnown = false;
        }
        foreach (var tag in runTags) tags[tag.Key] = tag.Value;
        var operation = new RunInstances
        {
            ImageId = sourceImage,
            InstanceType = builder.Settings.TryGetValue("instance_type", out var type) ? Filled(type) : null,
            SubnetId = builder.Settings.TryGetValue("subnet_id", out var subnet) && Filled(subnet) is { Length: > 0 } known ? known : null,
            TagSpecifications = [new TagSpecification { ResourceType = "instance", Tags = [.. tags.Select(t => new Tag { Key = t.Key, Value = t.Value })] }],
            DryRun = true,
        };
        return await AskAsync("RunInstances", operation, mayDepend: !allKnown, cancel).ConfigureAwait(false);

        string? Filled(string text) => TemplateText.Fill(template, text, values).Value;
    }

    private async Task<Problem?> AskAsync<TResult>(string action, Operation<TResult> operation, bool mayDepend, CancellationToken cancel)
    {
        var answer = await connection.Aws.AskAsync(operation, cancel).ConfigureAwait(false);
        var target = connection.Target.Name;
        switch (answer.Verdict)
        {
            case DryRunVerdict.Denied when mayDepend:
                reporter.Warning($"[{target}] {action} may be refused (account {connection.AccountId}, {connection.Region}): {answer.Reason}. The refusal can come from a condition on tags, so the build is tried all the same.");
                return null;
            case DryRunVerdict.Denied:
                return new Problem("PermissionMissing", $"{action} is refused (account {connection.AccountId}, {connection.Region}): {answer.Reason}. Allow ec2:{action} to these credentials.", Target: target);
            case DryRunVerdict.Unknown:
                reporter.Verbose($"[{target}] whether {action} is allowed could not be told: {answer.Reason}");
                return null;
            default:
                return null;
        }
    }
}
