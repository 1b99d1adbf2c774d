using AmiTools.Aws;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Building;

/// <summary>What the check of one target has found: a member, or problems.</summary>
internal sealed record PlannedTarget(PlannedMember? Member, BaseImage? BaseImage, IReadOnlyList<Problem> Problems);

/// <summary>Checks one target of a planned pair against its AWS, changing nothing.</summary>
internal sealed class PlanMember(Surroundings surroundings, LoadedDefinition loaded, PairPlan plan, string runs, string packer, IReporter reporter)
{
    public async Task<PlannedTarget> RunAsync(AmiTarget target, CancellationToken cancel)
    {
        var problems = new List<Problem>();
        BaseImage? baseImage = null;
        try
        {
            using var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
            target = connection.Target;
            try
            {
                baseImage = await BaseImageAsync(connection, cancel).ConfigureAwait(false);
                if (baseImage?.RootDeviceType is { } root && root != "ebs")
                    problems.Add(new Problem("BaseImageNotEbs", $"The base image {baseImage} has the root device type '{root}'; Packer's amazon-ebs builder needs 'ebs'. Choose another base image.", Target: target.Name));
            }
            catch (AmiToolsException e)
            {
                problems.Add(new Problem(e.ErrorId, e.Message, Target: target.Name));
            }

            var parameters = ParameterHierarchy.Resolve(loaded, target.Name, BuiltIns(target, baseImage?.ImageId), plan.Request.Overrides);
            problems.AddRange(parameters.Problems);
            var builder = loaded.Template.Builders.First(b => b.Type.StartsWith("amazon-", StringComparison.Ordinal));
            var name = TemplateText.Fill(loaded.Template, builder.ImageName ?? "", parameters.Passed);
            if (ImageNameRule.Check(builder, name, plan.Version, target.Name) is { } wrong) problems.Add(wrong);
            var member = new PlannedMember
            {
                Target = target,
                AccountId = connection.AccountId,
                Region = connection.Region,
                ImageName = name.Value ?? "",
                SourceImageId = baseImage?.ImageId,
                Parameters = parameters.Values,
            };
            var checks = new List<Task<IReadOnlyList<Problem>>> { ExistingAsync(connection, name.Value, cancel) };
            checks.Add(new PermissionCheck(connection, reporter).RunAsync(loaded.Template, parameters.Passed, baseImage?.ImageId,
                loaded.Definition.Format == TemplateFormat.Json ? MemberTags.OfRun(plan, target) : new Dictionary<string, string>(), cancel));
            checks.Add(new NetworkCheck(connection, reporter).RunAsync(NamedNetwork.In(loaded.Template, parameters, plan.Request.Test is not null), cancel));
            if (problems.Count == 0) checks.Add(ValidateAsync(connection, member, cancel));
            foreach (var found in await Task.WhenAll(checks).ConfigureAwait(false)) problems.AddRange(found);
            return new PlannedTarget(member, baseImage, problems);
        }
        catch (AmiToolsException e)
        {
            problems.Add(new Problem(e.ErrorId, e.Message, Target: target.Name));
        }
        catch (AwsException e)
        {
            problems.Add(new Problem("CheckFailed", e.Message, Target: target.Name));
        }
        return new PlannedTarget(null, baseImage, problems);
    }

    private Dictionary<string, string> BuiltIns(AmiTarget target, string? sourceImage)
    {
        var values = FileBuiltIns.Of(loaded, target).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        values["version"] = plan.Version;
        values["pair_id"] = plan.PairId;
        values["commit"] = plan.Commit ?? "";
        values["manifest_file_output_path"] = Path.Combine(runs, plan.PairId, target.Name, "manifest.json");
        if (sourceImage is not null && loaded.Template.Takes("source_ami")) values["source_ami"] = sourceImage;
        return values;
    }

    /// <summary>The base image that the parameters, or else the template itself, name; null if neither does.</summary>
    private async Task<BaseImage?> BaseImageAsync(ITargetConnection connection, CancellationToken cancel)
    {
        var files = ParameterHierarchy.Resolve(loaded, connection.Target.Name, BuiltIns(connection.Target, null), plan.Request.Overrides);
        var reference = loaded.Template.Takes("source_ami") && files["source_ami"] is { Length: > 0 } given ? BaseImageReference.Parse(given) : OfTemplate(files.Passed);
        return reference is null ? null : await BaseImageResolver.ResolveAsync(connection, reference, cancel).ConfigureAwait(false);
    }

    private BaseImageReference? OfTemplate(IReadOnlyDictionary<string, string> values)
    {
        var builder = loaded.Template.Builders.First(b => b.Type.StartsWith("amazon-", StringComparison.Ordinal));
        if (builder.SourceImage is { Length: > 0 } text) return Filled(text) is { Length: > 0 } id ? BaseImageReference.Parse(id) : null;
        if (builder.SourceImageFilter is not { } filter) return null;
        var filters = filter.Filters.ToDictionary(f => f.Key, f => Filled(f.Value), StringComparer.Ordinal);
        var owners = filter.Owners.Select(Filled).ToList();
        if (filters.Values.Any(v => v is null) || owners.Any(o => o is null)) return null;
        return new BaseImageReference.ByFilter("source_ami_filter of the template", filters.ToDictionary(f => f.Key, f => f.Value!, StringComparer.Ordinal), [.. owners.OfType<string>()]);

        string? Filled(string value) => TemplateText.Fill(loaded.Template, value, values).Value;
    }

    /// <summary>Neither the name nor the version may be taken, by an image in whatever state.</summary>
    private async Task<IReadOnlyList<Problem>> ExistingAsync(ITargetConnection connection, string? name, CancellationToken cancel)
    {
        var byVersion = LookAsync(new Filter("tag:" + TagNames.Image, FilterValue.Exactly(plan.Definition.Name)), new Filter("tag:" + TagNames.Version, FilterValue.Exactly(plan.Version)));
        var byName = name is null ? Task.FromResult<IReadOnlyList<Image>>([]) : LookAsync(new Filter("name", FilterValue.Exactly(name)));
        var found = (await Task.WhenAll(byVersion, byName).ConfigureAwait(false)).SelectMany(i => i).GroupBy(i => i.ImageId).Select(g => g.First());
        return
        [
            .. found.Select(i => new Problem("VersionExists",
                $"The image {i.ImageId} ('{i.Name}', {i.State}, made {i.CreationDate?.UtcDateTime:yyyy-MM-dd HH:mm} UTC) of that name or version exists already (account {connection.AccountId}, {connection.Region}). "
                + "A version is built once: use a new build number, or remove it first.", Target: connection.Target.Name)),
        ];

        Task<IReadOnlyList<Image>> LookAsync(params Filter[] filters) => connection.Aws.AllAsync(
            t => new DescribeImages { Owners = ["self"], Filters = filters, IncludeDeprecated = true, IncludeDisabled = true, MaxResults = 1000, NextToken = t }, (ImagePage p) => p.Items, cancel);
    }

    private async Task<IReadOnlyList<Problem>> ValidateAsync(ITargetConnection connection, PlannedMember member, CancellationToken cancel)
    {
        using var scratch = new ScratchFolder($"{plan.PairId}-check-{member.Target.Name}", surroundings.Machine);
        var input = PackerInput.Write(plan, member, scratch.For("open"), scratch.For("hidden"));
        if (input.Problems.Count > 0) return input.Problems;
        return await new PackerValidation(packer, surroundings).RunAsync(loaded.Definition, member.Target, input,
            () => connection.CredentialsForChildAsync(TimeSpan.FromMinutes(15), cancel), reporter, cancel).ConfigureAwait(false);
    }
}
