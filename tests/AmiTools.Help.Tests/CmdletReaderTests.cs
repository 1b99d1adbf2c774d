using AmiTools.Help.Reading;

namespace AmiTools.Help.Tests;

public sealed class CmdletReaderTests
{
    [Fact]
    public void Texts_are_plain_words_on_one_line()
    {
        var cmdlet = Sample.Read();
        cmdlet.Name.ShouldBe("Set-Sample");
        cmdlet.Synopsis.ShouldBe("Sets a sample.");
        cmdlet.Description.ShouldBe(["It sets Colour and size."]);
        cmdlet.Links.ShouldBe(["about_Sample"]);
    }

    [Fact]
    public void Parameters_of_a_base_class_have_their_texts_from_there()
    {
        var place = Of("Place");
        place.Text.ShouldBe(["Where it is."]);
        place.Aliases.ShouldBe(["Where", "At"]);
        place.Bindings.ShouldBe([new(Binding.AllSets, false, null, ByValue: false, ByName: true)]);
    }

    [Fact]
    public void Values_and_ranges_are_told_by_the_metadata()
    {
        Of("Colour").Limits.ShouldBe(["- Red: Like blood.", "- Green"]);
        Of("Colour").Type.ShouldBe("Colour");
        Of("Size").Limits.ShouldBe(["Values: small, large."]);
        Of("Size").Default.ShouldBe("small");
        Of("Id").Limits.ShouldBe(["From 1 to 10,000."]);
        Of("Id").Text.ShouldBe(["Its number."]);
    }

    [Fact]
    public void Sets_begin_with_the_default_one()
    {
        var cmdlet = Sample.Read();
        cmdlet.Sets.ShouldBe(["ByName", "ById"]);
        Of("Name").In("ById").ShouldBeNull();
        Of("Name").In("ByName").ShouldBe(new("ByName", true, 0, ByValue: true, ByName: false));
        Of("Name").Type.ShouldBe("string[]");
        Of("Name").Wildcards.ShouldBeTrue();
    }

    [Fact]
    public void What_changes_something_has_PowerShells_own_parameters_and_tells_when_it_asks()
    {
        Of("WhatIf").Aliases.ShouldBe(["wi"]);
        Of("Confirm").Text.Single().ShouldContain("asks without it, too");
    }

    [Fact]
    public void Examples_keep_their_lines_and_lose_the_comments_indent()
    {
        var examples = Sample.Read().Examples;
        (examples[0].Title, examples[0].Code).ShouldBe(("One by its name", "Set-Sample blue"));
        examples[0].Remarks.ShouldBe(["That is all."]);
        examples[1].Code.ShouldBe("$sample = 'blue'\n  Set-Sample $sample");
    }

    private static ParameterHelp Of(string name) => Sample.Read().Parameters.Single(p => p.Name == name);
}
