using System.Xml.Linq;
using static AmiTools.Cmdlets.Tests.ModuleMetadata;

namespace AmiTools.Cmdlets.Tests;

/// <summary>The types file: what a job and a remote session give back whole.</summary>
public sealed class TypeFileTests
{
    [Fact]
    public void Every_output_is_written_out_as_deep_as_it_is()
    {
        var file = XDocument.Load(Path.Combine(Root(), "module", "AmiTools.Types.ps1xml"));
        var written = file.Descendants("Type").ToDictionary(t => (string)t.Element("Name")!, t => (int)t.Descendants("NoteProperty").Single(n => (string)n.Element("Name")! == "SerializationDepth").Element("Value")!);
        // PowerShell writes one level out by itself.
        var needed = Exported.SelectMany(OutputTypes).Distinct().Where(t => t.Namespace == nameof(AmiTools)).Select(t => (Type: t, Depth: DepthOf(t))).Where(t => t.Depth > 1);
        written.OrderBy(t => t.Key, StringComparer.Ordinal).ShouldBe(needed.Select(n => KeyValuePair.Create(n.Type.FullName!, n.Depth)).OrderBy(t => t.Key, StringComparer.Ordinal));
    }

    /// <summary>A list is as deep as its items, and a date with an offset is no simple value to PowerShell.</summary>
    private static int DepthOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(DateTimeOffset)) return 1;
        if (type.IsGenericType) return type.GetGenericArguments().Max(DepthOf);
        return type.Namespace == nameof(AmiTools) && !type.IsEnum ? 1 + type.GetProperties().Max(p => DepthOf(p.PropertyType)) : 0;
    }
}
