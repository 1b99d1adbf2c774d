namespace AmiTools.Help.Tests;

/// <summary>Each thing that may be missing, taken away from what is complete.</summary>
public sealed class RulesTests
{
    [Fact]
    public void What_is_complete_has_no_problem() => Problems(Sample.Docs(Sample.Cmdlet, Sample.Place, Sample.Own)).ShouldBeEmpty();

    [Theory]
    [InlineData("""<para type="synopsis">Sets a sample.</para>""", "cmdlet Set-Sample: there is no synopsis (<para type=\"synopsis\">)")]
    [InlineData("""type="description">It sets""", "cmdlet Set-Sample: there is no description (<para type=\"description\">)")]
    [InlineData("""<para type="description">Where it is.</para>""", "cmdlet Set-Sample: parameter Place has no text (<para type=\"description\">)")]
    [InlineData("""<para type="description">Its number.</para>""", "cmdlet Set-Sample: parameter Id has no text (<para type=\"description\">)")]
    [InlineData("<example><para>One by its name</para><code>Set-Sample blue</code><para>That is all.</para></example>", "cmdlet Set-Sample: 1 examples (<example>); expected at least 2")]
    [InlineData("<para>One by its name</para>", "cmdlet Set-Sample: example 1 does not say what it does (<para> before <code>)")]
    [InlineData("<code>Set-Sample blue</code>", "cmdlet Set-Sample: example 1 has no <code>")]
    [InlineData("Set-Sample blue", "cmdlet Set-Sample: example 1 has no <code>")]
    public void What_is_missing_is_named(string taken, string problem)
    {
        var docs = Sample.Docs(Sample.Cmdlet, Sample.Place, Sample.Own);
        docs.ShouldContain(taken);
        Problems(docs.Replace(taken, taken.StartsWith("type", StringComparison.Ordinal) ? ">It sets" : "", StringComparison.Ordinal)).ShouldBe([problem]);
    }

    [Theory]
    [InlineData("about_Sample", "about_Other", "its link 'about_Other' is no cmdlet and no topic")]
    [InlineData("Set-Sample blue", "Get-Sample blue", "example 1 does not call the cmdlet")]
    [InlineData("One by its name", "A title that is so long that PowerShell has to break it in a window", "example 1 has a title of 67 characters, more than 64; what does not fit belongs into a <para> after <code>")]
    public void What_is_wrong_is_named(string right, string wrong, string problem) =>
        Problems(Sample.Docs(Sample.Cmdlet, Sample.Place, Sample.Own).Replace(right, wrong, StringComparison.Ordinal)).ShouldBe(["cmdlet Set-Sample: " + problem]);

    private static string[] Problems(string docs) => [.. Rules.Problems([Sample.Read(docs)], ["about_Sample"])];
}
