using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows definitions and what a check of them found.</summary>
internal static class DefinitionView
{
    public static void Show(Screen screen, IReadOnlyList<AmiDefinition> definitions)
    {
        if (definitions.Count == 0) screen.Line("No definition matches.");
        else screen.Table(new(["name", "version", "format", "path"], [.. definitions.Select(d => new[] { d.Name, d.BaseVersion, d.Format == TemplateFormat.Json ? "JSON" : "HCL2", d.Path })]));
    }

    public static void Show(Screen screen, IReadOnlyList<DefinitionCheck> checks)
    {
        if (checks.Count == 0) screen.Line("No definition matches.");
        foreach (var check in checks)
        {
            screen.Heading($"{check.Name}: {(check.IsValid ? "no problem found" : Counted.Of(check.Problems.Count, "problem"))}");
            foreach (var problem in check.Problems) screen.Line("  " + problem);
        }
    }
}
