using System.Runtime.CompilerServices;
using AmiTools.Help.Reading;

namespace AmiTools.Help.Tests;

/// <summary>The sample cmdlet's texts, as the compiler would write them, and what is read from both.</summary>
internal static class Sample
{
    public const string Cmdlet = """
        <member name="T:AmiTools.Help.Tests.SetSampleCommand">
          <summary>
            <para type="synopsis">Sets a sample.</para>
            <para type="description">It sets <see cref="T:AmiTools.Help.Tests.Colour"/> and
              <c>size</c>.</para>
            <para type="link">about_Sample</para>
          </summary>
          <example><para>One by its name</para><code>Set-Sample blue</code><para>That is all.</para></example>
          <example><para>Two lines</para><code>
            $sample = 'blue'
              Set-Sample $sample
          </code></example>
        </member>
        """;

    public const string Place = """<member name="P:AmiTools.Help.Tests.SampleCmdlet.Place"><summary><para type="description">Where it is.</para></summary></member>""";

    public const string Own = """
        <member name="P:AmiTools.Help.Tests.SetSampleCommand.Name"><summary><para type="description">Its names.</para></summary></member>
        <member name="P:AmiTools.Help.Tests.SetSampleCommand.Id"><summary><para type="description">Its number.</para></summary></member>
        <member name="P:AmiTools.Help.Tests.SetSampleCommand.Colour"><summary><para type="description">Its colour.</para></summary></member>
        <member name="P:AmiTools.Help.Tests.SetSampleCommand.Size"><summary><para type="description">Its size.</para></summary><value>small</value></member>
        <member name="F:AmiTools.Help.Tests.Colour.Red"><summary>Like blood.</summary></member>
        """;

    public static string Assembly => typeof(Sample).Assembly.Location;

    public static IReadOnlyList<string> References { get; } =
        [.. Directory.GetFiles(RuntimeFolder, "*.dll"), .. Directory.GetFiles(AppContext.BaseDirectory, "System.Management.Automation.dll")];

    private static string RuntimeFolder => System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();

    public static string Docs(params string[] members) => $"<doc><members>{string.Concat(members)}</members></doc>";

    public static CmdletHelp Read(string? docs = null) => CmdletReader.Read(Assembly, References, XmlDocs.Parse(docs ?? Docs(Cmdlet, Place, Own))).Single();

    public static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
