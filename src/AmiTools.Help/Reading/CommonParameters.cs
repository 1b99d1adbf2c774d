namespace AmiTools.Help.Reading;

/// <summary>The parameters that PowerShell itself gives to a cmdlet that changes something.</summary>
internal static class CommonParameters
{
    private const int High = 3;
    private const string Switch = "System.Management.Automation.SwitchParameter";

    public static IEnumerable<ParameterHelp> OfShouldProcess(int? confirmImpact)
    {
        yield return Of("WhatIf", "wi", "Shows what would be done, and changes nothing.");
        yield return Of("Confirm", "cf", confirmImpact == High
            ? "Asks before anything is changed. This cmdlet asks without it, too; -Confirm:$false is the answer where nobody can be asked."
            : "Asks before anything is changed.");
    }

    private static ParameterHelp Of(string name, string alias, string text) => new()
    {
        Name = name,
        Type = "SwitchParameter",
        FullType = Switch,
        IsSwitch = true,
        Aliases = [alias],
        Text = [text],
        Default = "False",
        Bindings = [new(Binding.AllSets, Mandatory: false, Position: null, ByValue: false, ByName: false)],
    };
}
