using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using static AmiTools.Cmdlets.Tests.ModuleMetadata;

namespace AmiTools.Cmdlets.Tests;

/// <summary>The folders that PowerShell loads the module from.</summary>
public sealed class LayoutTests
{
    // What Windows PowerShell 5.1 has itself: .NET Framework 4.7.2 with its facade, and PowerShell.
    private static readonly string[] windows = ["netstandard", "mscorlib", "System", "System.Core", "System.Xml", "System.Net.Http", "System.Numerics", "System.Management.Automation"];

    private static readonly string bin = Path.Combine(Root(), "bin");

    [Fact]
    public void Windows_PowerShell_finds_every_assembly_that_the_module_refers_to()
    {
        var files = Directory.GetFiles(bin, "*.dll").Concat(Directory.GetFiles(Path.Combine(bin, "netstandard2.0"), "*.dll")).ToList();
        var shipped = files.ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => AssemblyName.GetAssemblyName(f).Version!, StringComparer.Ordinal);
        var references = files.SelectMany(References).ToList();

        references.Where(r => !windows.Contains(r.Name) && !shipped.ContainsKey(r.Name)).ShouldBeEmpty();
        // The module's resolver gives what is in the folder, whatever version is asked for: it must not be an older one.
        references.Where(r => shipped.TryGetValue(r.Name, out var version) && version < r.Version).ShouldBeEmpty();
        references.Select(r => r.Name).ShouldContain("System.Text.Json");
    }

    [Fact]
    public void PowerShell_7_gets_nothing_that_it_has_itself()
    {
        var shipped = Directory.GetFiles(bin, "*.dll").Concat(Directory.GetFiles(Path.Combine(bin, "net8.0"), "*.dll")).Select(f => Path.GetFileNameWithoutExtension(f)).ToList();

        shipped.ShouldContain("AWSSDK.Core");
        shipped.Where(name => name.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void An_assembly_is_in_front_or_private_but_not_both()
    {
        var front = Directory.GetFiles(bin, "*.dll").Select(f => Path.GetFileName(f)).ToList();
        front.Order(StringComparer.Ordinal).ShouldBe(["AmiTools.Cmdlets.dll", "AmiTools.dll"]);
        foreach (var folder in new[] { "net8.0", "netstandard2.0" }) Directory.GetFiles(Path.Combine(bin, folder)).Select(f => Path.GetFileName(f)).Intersect(front).ShouldBeEmpty();
    }

    private static List<(string Name, Version Version, string From)> References(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => (metadata.GetString(r.Name), r.Version, Path.GetFileName(path)))];
    }
}
