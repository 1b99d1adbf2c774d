namespace AmiTools.Core.Definitions;

/// <summary>The parameters of one target, and what is wrong with them.</summary>
public sealed record ResolvedParameters(IReadOnlyList<AmiParameter> Values, IReadOnlyList<Problem> Problems)
{
    /// <summary>What Packer is handed.</summary>
    public IReadOnlyDictionary<string, string> Passed => Values.Where(v => v.IsPassed).ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);

    /// <summary>A value, passed or not; null if there is none.</summary>
    public string? this[string name] => Values.FirstOrDefault(v => v.Name == name)?.Value;
}

/// <summary>Merges the levels of one target, lowest first, key by key. A pure function.</summary>
public static class ParameterHierarchy
{
    private static readonly string[] alwaysEmpty = ["aws_access_key", "aws_secret_key", "aws_session_token"];

    /// <param name="definition">The definition with its levels.</param>
    /// <param name="target">The target.</param>
    /// <param name="builtIns">Values that the run itself gives; they win over files, and over nothing else's.</param>
    /// <param name="overrides">Values that win over every file.</param>
    public static ResolvedParameters Resolve(LoadedDefinition definition, string target, IReadOnlyDictionary<string, string> builtIns, IReadOnlyDictionary<string, string> overrides)
    {
        var template = definition.Template;
        var values = new Dictionary<string, AmiParameter>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        var types = template.Variables.GroupBy(v => v.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Type, StringComparer.Ordinal);
        AmiParameter Parameter(string name, string value, string level, string? file = null, int? line = null, bool passed = true) => new()
        {
            Definition = definition.Definition.Name,
            Name = name,
            Target = target,
            Value = value,
            Level = level,
            File = file,
            Line = line,
            IsPassed = passed,
            Type = types.TryGetValue(name, out var type) && !type.IsText ? type.ToString() : null,
        };

        foreach (var variable in template.Variables.Where(v => v.Default is not null))
            values[variable.Name] = Parameter(variable.Name, variable.Default!, "template", variable.File, variable.Line);

        var known = template.Variables.Select(v => v.Name).Concat(template.Format == TemplateFormat.Json ? template.Used : []).Distinct().ToArray();
        foreach (var level in definition.Levels.Where(l => l.Target is null || l.Target == target))
        {
            foreach (var entry in level.Entries)
            {
                var takes = template.Takes(entry.Name);
                if (LiteralSecret.InEntry(entry) is { } why) problems.Add(new("LiteralSecret", why, level.File, entry.Line, level.Target));
                else if (!takes && !level.IsCommon && !builtIns.ContainsKey(entry.Name))
                    problems.Add(new("UnknownParameter", $"the template knows no variable '{Shown.Name(entry.Name)}'.{Nearest.Hint(entry.Name, known)}", level.File, entry.Line, level.Target));
                else if (entry.Name == "aws_region" && entry.Value.Length > 0 && builtIns.TryGetValue("aws_region", out var region) && region != entry.Value)
                    problems.Add(new("RegionDiffers", $"aws_region is {entry.Value} here, but the target '{target}' is in {region}. Leave it out here, or change the target.", level.File, entry.Line, target));
                else if (takes && ParameterTypes.Wrong(template, entry) is { } wrong) problems.Add(wrong with { File = level.File, Line = entry.Line, Target = level.Target });
                values[entry.Name] = Parameter(entry.Name, entry.Value, level.Name, level.File, entry.Line, takes);
            }
        }

        foreach (var (name, value) in builtIns.Select(b => (b.Key, b.Value)))
        {
            if (!template.Takes(name)) continue;
            if (ParameterTypes.WrongBuiltIn(template, name, value) is { } wrong) problems.Add(wrong with { Target = target });
            // A base image that a file names keeps its place, though its value is now the id that was found.
            values[name] = values.TryGetValue(name, out var old) && name == "source_ami" && old.File is not null && old.Level != "template" ? old with { Value = value } : Parameter(name, value, "built-in");
        }
        foreach (var name in alwaysEmpty.Where(template.Takes)) values[name] = Parameter(name, "", "built-in");

        foreach (var (name, value) in overrides.Select(o => (o.Key, o.Value)))
        {
            if (alwaysEmpty.Contains(name) || LiteralSecret.In(name, value) is not null)
                problems.Add(new("LiteralSecret", $"the override '{name}' looks like a credential; credentials come from the target's profile or environment variables.", null, null, target));
            else if (!template.Takes(name)) problems.Add(new("UnknownParameter", $"the template knows no variable '{Shown.Name(name)}', which is given as an override.{Nearest.Hint(name, known)}", null, null, target));
            else if (builtIns.ContainsKey(name) && name is not "source_ami") problems.Add(new("OverrideBuiltIn", $"'{name}' is set by the run itself and can't be overridden.", null, null, target));
            else if (ParameterTypes.Wrong(template, new(name, value, 0)) is { } wrong) problems.Add(wrong with { Message = "the override " + wrong.Message, Target = target });
            else if (!(name == "source_ami" && builtIns.ContainsKey(name))) values[name] = Parameter(name, value, "override");
        }

        foreach (var required in template.Variables.Where(v => v.IsRequired))
        {
            if (values.TryGetValue(required.Name, out var value) && value.Value.Length > 0) continue;
            // The run gives these; they are not there yet when only the files are looked at.
            if (BuiltIn.Names.Contains(required.Name)) continue;
            problems.Add(value?.File is not null
                ? new("ParameterEmpty", $"'{required.Name}' is empty, and the template needs a value.", value.File, value.Line, target)
                : new("ParameterMissing", $"the template needs a value for '{required.Name}', and no file gives one. Add it to conf/{target} or conf/default.", required.File, required.Line, target));
        }
        return new([.. values.Values.OrderBy(v => v.Name, StringComparer.Ordinal)], problems);
    }

    /// <summary>Says of each value whether the targets differ in it.</summary>
    public static IReadOnlyList<AmiParameter> SideBySide(IReadOnlyList<AmiParameter> values)
    {
        var targets = values.Select(v => v.Target).Distinct().Count();
        var differing = new HashSet<string>(values.GroupBy(v => v.Name).Where(g => g.Select(v => v.Value).Distinct().Count() > 1 || g.Count() < targets).Select(g => g.Key), StringComparer.Ordinal);
        return [.. values.Select(v => v with { DiffersBetweenTargets = differing.Contains(v.Name) })];
    }
}
