namespace AmiTools.Core.Definitions;

/// <summary>Holds values against what the template takes.</summary>
internal static class ParameterTypes
{
    /// <summary>Why the value can't be handed to the template; its place is the caller's. The value itself is not shown, as it may be a secret.</summary>
    public static Problem? Wrong(PackerTemplate template, ParameterEntry entry)
    {
        var name = Shown.Name(entry.Name);
        if (template.Format == TemplateFormat.Json)
            return entry.Form == ParameterForm.Structure ? new("ParameterNotText", $"'{name}' is no text, number, true, false or list of these.") : null;
        // What is required and empty is said by whoever looks for that.
        if (Variable(template, entry.Name) is not { } variable || (variable.IsRequired && entry.Value.Length == 0) || TypedValue.Of(entry.Value, variable.Type, entry.Form != ParameterForm.Simple).Wrong is not { } wrong) return null;
        return new("ParameterTypeDiffers", $"'{name}' {wrong}, and the template takes {variable.Type} ({variable.File}:{variable.Line}). Expected {TypedValue.Example(variable.Type)}.");
    }

    /// <summary>The same for a value that the run gives: then the template is what has to change.</summary>
    public static Problem? WrongBuiltIn(PackerTemplate template, string name, string value)
    {
        if (template.Format == TemplateFormat.Json || Variable(template, name) is not { } variable || TypedValue.Of(value, variable.Type, isStructured: false).Wrong is null) return null;
        return new("BuiltInTypeDiffers", $"the variable '{name}' is declared as {variable.Type}, and the run gives it text. Declare it with type = string.", variable.File, variable.Line);
    }

    private static TemplateVariable? Variable(PackerTemplate template, string name) => template.Variables.FirstOrDefault(v => v.Name == name);
}
