namespace AmiTools.Core.Definitions;

/// <summary>What a definition's files alone tell, before Packer or AWS is asked.</summary>
public static class DefinitionRules
{
    /// <summary>What the files alone say, for one target. A pure function.</summary>
    public static IReadOnlyList<Problem> Check(LoadedDefinition loaded, AmiTarget target, IReadOnlyDictionary<string, string> overrides)
    {
        var sample = SampleValues(loaded, target);
        var resolved = ParameterHierarchy.Resolve(loaded, target.Name, sample, overrides);
        var problems = resolved.Problems.ToList();
        var builders = loaded.Template.Builders.Where(MakesImage).ToArray();
        foreach (var builder in builders)
        {
            var name = TemplateText.Fill(loaded.Template, builder.ImageName ?? "", resolved.Passed);
            if (ImageNameRule.Check(builder, name, sample["version"], null) is { } problem) problems.Add(problem);
        }
        if (builders.Length == 0) problems.Add(new("NoAmazonBuilder", "the template has no Amazon builder, so it makes no image.", loaded.Template.Path));
        // A second image would be outside of the pair: not found, not tagged, not undone.
        if (builders.Length > 1)
            problems.Add(new("SeveralBuilders", $"the template has {builders.Length} Amazon builders ({string.Join(", ", builders.Select(b => $"'{Shown.Name(b.Name)}'"))}); a definition makes one image. Move the others to definitions of their own.", builders[1].File, builders[1].Line));
        if (resolved["source_ami"] is { Length: > 0 } source && loaded.Template.Takes("source_ami") && Reference(source) is { } wrong)
            problems.Add(new("BaseImageReferenceInvalid", wrong, resolved.Values.First(v => v.Name == "source_ami").File, resolved.Values.First(v => v.Name == "source_ami").Line, target.Name));
        return problems;
    }

    private static bool MakesImage(TemplateBuilder builder) => builder.Type.StartsWith("amazon-", StringComparison.Ordinal) && builder.Type != "amazon-ebsvolume";

    /// <summary>The built-in values with stand-ins for what only a run knows.</summary>
    public static IReadOnlyDictionary<string, string> SampleValues(LoadedDefinition loaded, AmiTarget target)
    {
        var values = FileBuiltIns.Of(loaded, target).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        values["version"] = VersionCalculator.Compute(new() { BaseVersion = loaded.Definition.BaseVersion, BuildNumber = loaded.Definition.BaseVersion.Split('.').Length < 3 ? "0" : null, ReleaseBuild = true, Now = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) }).Version;
        values["commit"] = new string('0', 40);
        values["pair_id"] = "pair-0";
        values["manifest_file_output_path"] = "manifest.json";
        return values;
    }

    private static string? Reference(string text)
    {
        try
        {
            return BaseImageReference.Parse(text) is null ? $"'{text}' is no base image: expected an id (ami-...), ssm:/parameter, owner:OWNER/NAME or another definition's version (base-linux@2.0.*)." : null;
        }
        catch (AmiToolsException e)
        {
            return e.Message;
        }
    }
}
