using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using AmiTools.Cmdlets.Loading;
using static AmiTools.Cmdlets.Tests.ModuleMetadata;

namespace AmiTools.Cmdlets.Tests;

/// <summary>
/// The front of the module is compiled against the netstandard2.0 builds of what it loads, and runs on those for net8.0
/// too. This process has just that: the front, and the builds for net8.0.
/// </summary>
public sealed class FrontTests
{
    [Fact]
    public void All_that_the_front_takes_from_its_private_assemblies_is_in_their_builds_for_net8()
    {
        using var file = new PEReader(File.OpenRead(ModuleMetadata.Assembly.Location));
        var metadata = file.GetMetadataReader();
        var failures = new List<string>();
        var resolved = 0;
        foreach (var handle in metadata.MemberReferences)
        {
            if (metadata.GetMemberReference(handle).Parent is not { Kind: HandleKind.TypeReference } parent || !IsPrivate(metadata, (TypeReferenceHandle)parent)) continue;
            try
            {
                ModuleMetadata.Assembly.ManifestModule.ResolveMember(MetadataTokens.GetToken(handle)).ShouldNotBeNull();
                resolved++;
            }
            catch (Exception e) when (e is MissingMemberException or TypeLoadException or FileNotFoundException)
            {
                failures.Add(e.Message);
            }
        }

        failures.ShouldBeEmpty();
        resolved.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void The_builds_for_net8_take_the_type_of_init_accessors_from_themselves()
    {
        var setter = typeof(Core.Surroundings).GetProperty(nameof(Core.Surroundings.WorkingDirectory))!.SetMethod!;
        setter.ReturnParameter.GetRequiredCustomModifiers().ShouldHaveSingleItem().Assembly.ShouldBe(typeof(Core.Surroundings).Assembly);
    }

    [Theory]
    [InlineData("7.0.20", false)]
    [InlineData("8.0.0", true)]
    [InlineData("10.0.1", true)]
    public void A_PowerShell_7_that_is_too_old_is_told_so(string runtime, bool supported)
    {
        var check = () => CoreEdition.Check(Version.Parse(runtime));
        if (supported) check.ShouldNotThrow();
        else check.ShouldThrow<NotSupportedException>().Message.ShouldBe($"AmiTools needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this PowerShell runs on .NET {runtime}. Install a newer one: https://aka.ms/powershell");
    }

    [Fact]
    public void Only_our_own_assemblies_are_given_what_another_module_could_look_for_too()
    {
        var folder = Path.Combine(Root(), "bin", "net8.0");
        var assemblies = new PrivateAssemblies(folder, _ => typeof(FrontTests).Assembly);

        Given("AmiTools.Core", asking: null).ShouldBeTrue();
        Given("YamlDotNet", asking: ModuleMetadata.Assembly).ShouldBeTrue();
        Given("YamlDotNet", asking: typeof(Xunit.Assert).Assembly).ShouldBeFalse();
        Given("YamlDotNet", asking: null).ShouldBeFalse();
        Given("Newtonsoft.Json", asking: ModuleMetadata.Assembly).ShouldBeFalse();

        bool Given(string name, Assembly? asking) => assemblies.Answer(new ResolveEventArgs(name + ", Version=1.0.0.0", asking)) is not null;
    }

    private static bool IsPrivate(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsPrivate(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) is "AmiTools.Core" or "AmiTools.Aws",
            _ => false,
        };
    }
}
