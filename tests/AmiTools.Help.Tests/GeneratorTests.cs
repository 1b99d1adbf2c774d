using System.Xml.Linq;
using AmiTools.Help.Maml;

namespace AmiTools.Help.Tests;

public sealed class GeneratorTests : IDisposable
{
    private static readonly XNamespace text = "http://schemas.microsoft.com/maml/2004/10", command = "http://schemas.microsoft.com/maml/dev/command/2004/10", dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private readonly string folder = Directory.CreateTempSubdirectory("amitools-help-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_file_has_a_line_of_syntax_for_each_set()
    {
        var sets = XDocument.Parse(MamlDocument.Write([Sample.Read()])).Descendants(command + "syntaxItem").ToArray();
        sets[0].Elements(command + "parameter").Select(p => p.Element(text + "name")!.Value).ShouldBe(["Name", "Colour", "Size", "Place", "WhatIf", "Confirm"]);
        sets[1].Elements(command + "parameter").Select(p => p.Element(text + "name")!.Value).ShouldBe(["Id", "Colour", "Size", "Place", "WhatIf", "Confirm"]);
        var colour = sets[0].Elements(command + "parameter").ElementAt(1);
        colour.Descendants(command + "parameterValue").Select(v => v.Value).ShouldBe(["Red", "Green"]);
    }

    [Fact]
    public void The_file_has_every_fact_of_a_parameter()
    {
        var parameters = XDocument.Parse(MamlDocument.Write([Sample.Read()])).Descendants(command + "parameters").Single().Elements().ToDictionary(p => p.Element(text + "name")!.Value);
        string Attribute(string parameter, string name) => parameters[parameter].Attribute(name)!.Value;
        (Attribute("Name", "required"), Attribute("Name", "position"), Attribute("Name", "pipelineInput"), Attribute("Name", "globbing")).ShouldBe(("true", "0", "True (ByValue)", "true"));
        (Attribute("Place", "required"), Attribute("Place", "position"), Attribute("Place", "pipelineInput"), Attribute("Place", "aliases")).ShouldBe(("false", "named", "True (ByPropertyName)", "Where, At"));
        parameters["Size"].Element(dev + "defaultValue")!.Value.ShouldBe("small");
    }

    [Fact]
    public void An_assembly_without_texts_fails_with_lines_that_MSBuild_shows_and_nothing_is_written()
    {
        var (code, errors) = Run();
        code.ShouldBe(1);
        var assembly = Path.GetFileNameWithoutExtension(Sample.Assembly);
        errors.ShouldContain($"{assembly}.xml : error HELP001: cmdlet Set-Sample: there is no synopsis");
        errors.ShouldContain($"{assembly}.xml : error HELP001: cmdlet Set-Sample: parameter Size has no text");
        Directory.Exists(Path.Combine(folder, "en-US")).ShouldBeFalse();
    }

    [Fact]
    public void A_complete_one_is_written_with_its_topics_and_topics_that_are_no_more_go()
    {
        File.WriteAllText(Path.Combine(folder, Path.GetFileNameWithoutExtension(Sample.Assembly) + ".xml"), Sample.Docs(Sample.Cmdlet, Sample.Place, Sample.Own));
        var copy = Path.Combine(folder, Path.GetFileName(Sample.Assembly));
        File.Copy(Sample.Assembly, copy);
        File.WriteAllText(Path.Combine(folder, "about_Sample.md"), "# about_Sample\n\nWhat it is.\n");
        var output = Directory.CreateDirectory(Path.Combine(folder, "en-US")).FullName;
        File.WriteAllText(Path.Combine(output, "about_Old.help.txt"), "old");
        var (code, errors) = Run(copy);
        errors.ShouldBeEmpty();
        code.ShouldBe(0);
        Directory.GetFiles(output).Select(Path.GetFileName).Order().ShouldBe(["about_Sample.help.txt", Path.GetFileName(copy) + "-Help.xml"], ignoreOrder: true);
    }

    [Fact]
    public void A_link_of_a_topic_that_leads_nowhere_is_an_error_with_file_and_line()
    {
        File.WriteAllText(Path.Combine(folder, "about_Sample.md"), "# about_Sample\n\nWhat it is, [here](about_Sample.md) and [there](../nothing.md).\n");
        var (code, errors) = Run();
        code.ShouldBe(1);
        errors.ShouldContain($"{Path.Combine(folder, "about_Sample.md")}(3) : error HELP001: the link to ../nothing.md leads nowhere");
        errors.ShouldNotContain("the link to about_Sample.md");
    }

    private (int Code, string Errors) Run(string? assembly = null)
    {
        var references = Path.Combine(folder, "references.txt");
        File.WriteAllLines(references, Sample.References);
        var errors = new StringWriter();
        return (Generator.Run([assembly ?? Sample.Assembly, references, folder, Path.Combine(folder, "en-US")], errors), errors.ToString());
    }
}
