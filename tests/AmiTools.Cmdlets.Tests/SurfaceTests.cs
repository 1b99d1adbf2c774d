using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using static AmiTools.Cmdlets.Tests.ModuleMetadata;

namespace AmiTools.Cmdlets.Tests;

/// <summary>What PowerShell sees of the module, from metadata alone: the compile-time PowerShell has empty bodies.</summary>
public sealed class SurfaceTests
{
    private static readonly Assembly assembly = ModuleMetadata.Assembly;

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets()
    {
        var manifest = File.ReadAllText(Path.Combine(Root(), "AmiTools.psd1"));
        var listed = Regex.Match(manifest, @"CmdletsToExport\s*=\s*@\((.*?)\)", RegexOptions.Singleline).Groups[1].Value;
        Regex.Matches(listed, "'([^']+)'").Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal).ShouldBe(Exported.Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PowerShell_never_meets_a_type_of_a_private_assembly_before_the_loader_runs()
    {
        var exposed = assembly.GetExportedTypes().SelectMany(Exposed).Where(x => IsPrivate(x.Type)).Select(x => x.Where).ToArray();
        exposed.ShouldBeEmpty();
    }

    [Fact]
    public void The_check_for_private_types_can_fail() => IsPrivate(typeof(IReadOnlyList<AmiTools.Aws.Image>)).ShouldBeTrue();

    [Fact]
    public void Every_cmdlet_has_an_approved_verb_a_singular_noun_and_an_output_type()
    {
        var approved = typeof(VerbsCommon).Assembly.GetExportedTypes().Where(t => t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields()).Select(f => (string)f.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal);
        foreach (var cmdlet in Exported)
        {
            var parts = Name(cmdlet).Split('-');
            approved.ShouldContain(parts[0]);
            Regex.IsMatch(parts[1], "(?<!s)s$").ShouldBeFalse(parts[1]);
            cmdlet.Name.ShouldBe(parts[0] + parts[1] + "Command");
            Attribute(cmdlet, nameof(OutputTypeAttribute)).ShouldNotBeNull(cmdlet.Name);
        }
    }

    [Fact]
    public void What_changes_something_asks_and_a_removal_asks_by_itself()
    {
        foreach (var cmdlet in Exported.Where(c => !ChangesNothing(Name(c))))
            Named(cmdlet, nameof(CmdletAttribute), nameof(CmdletAttribute.SupportsShouldProcess)).ShouldBe(true, cmdlet.Name);
        foreach (var cmdlet in Exported.Where(c => Name(c).StartsWith("Remove-", StringComparison.Ordinal)))
            Named(cmdlet, nameof(CmdletAttribute), nameof(CmdletAttribute.ConfirmImpact)).ShouldBe((int)ConfirmImpact.High, cmdlet.Name);
    }

    [Fact]
    public void What_deletes_asks_by_itself_and_nothing_else_does()
    {
        Exported.Where(c => Named(c, nameof(CmdletAttribute), nameof(CmdletAttribute.ConfirmImpact)) is (int)ConfirmImpact.High).Select(Name).Order().ShouldBe(["Invoke-AmiCleanup", "Remove-PairedAmi"]);
    }

    [Fact]
    public void What_reads_only_asks_nothing()
    {
        foreach (var cmdlet in Exported.Where(c => ChangesNothing(Name(c))))
            Named(cmdlet, nameof(CmdletAttribute), nameof(CmdletAttribute.SupportsShouldProcess)).ShouldBeNull(cmdlet.Name);
    }

    [Fact]
    public void What_changes_something_that_is_there_writes_it_when_asked_to_or_always()
    {
        // What is made, and what became of many things, is the result.
        string[] always = ["Copy-AmiToTarget", "Invoke-AmiCleanup", "New-PairedAmi", "Register-AmiPair", "Repair-PairedAmi", "Restore-Ami", "Set-AmiReference", "Start-AmiLocalCloud", "Undo-AmiReference", "Update-AmiLastUsed"];
        var changing = Exported.Where(c => !ChangesNothing(Name(c))).ToList();
        var passing = changing.Where(c => c.GetProperty("PassThru") is not null).Select(Name);
        passing.Concat(always).Order(StringComparer.Ordinal).ShouldBe(changing.Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_parameter_that_takes_an_image_takes_it_from_the_pipeline_whatever_it_is()
    {
        var images = Exported.SelectMany(c => c.GetProperties().Where(p => p.Name is "Image" or "Member" or "ImageId").Select(p => (Cmdlet: Name(c), Property: p))).ToList();
        images.Select(i => i.Cmdlet).Order(StringComparer.Ordinal).ShouldBe(["Copy-AmiToTarget", "Get-AmiAccess", "Get-AmiUsage", "Grant-AmiAccess", "Protect-Ami", "Register-AmiPair", "Restore-Ami", "Revoke-AmiAccess", "Unprotect-Ami"]);
        foreach (var (cmdlet, property) in images)
        {
            property.PropertyType.ShouldBe(typeof(object[]), cmdlet);
            Named(Attribute(property, nameof(ParameterAttribute))!, nameof(ParameterAttribute.ValueFromPipeline)).ShouldBe(true, cmdlet);
            if (property.Name != "ImageId") Attribute(property, nameof(AliasAttribute))!.ConstructorArguments.SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.Value!).Select(a => a.Value).ShouldContain("ImageId", cmdlet);
        }
    }

    [Fact]
    public void The_common_parameters_have_the_names_and_aliases_of_AWS_Tools_for_PowerShell()
    {
        Dictionary<string, string[]> wanted = new()
        {
            ["ProfileName"] = ["StoredCredentials", "AWSProfileName"],
            ["ProfileLocation"] = ["AWSProfilesLocation", "ProfilesLocation"],
            ["AccessKey"] = ["AK"],
            ["SecretKey"] = ["SK", "SecretAccessKey"],
            ["SessionToken"] = ["ST"],
            ["Credential"] = [],
            ["Region"] = ["RegionToCall"],
            ["EndpointUrl"] = [],
        };
        foreach (var (name, aliases) in wanted)
        {
            var property = typeof(Base.TargetCmdlet).GetProperty(name)!;
            Named(Attribute(property, nameof(ParameterAttribute))!, nameof(ParameterAttribute.ValueFromPipelineByPropertyName)).ShouldBe(true, name);
            var declared = Attribute(property, nameof(AliasAttribute))?.ConstructorArguments.SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.Value!).Select(a => (string)a.Value!) ?? [];
            declared.ShouldBe(aliases, ignoreOrder: true, name);
        }
    }

    // New-AmiUserData makes a text and touches nothing.
    private static bool ChangesNothing(string cmdlet) => cmdlet.Split('-')[0] is "Get" or "Test" || cmdlet == "New-AmiUserData";

    [Fact]
    public void Every_cmdlet_and_every_parameter_is_documented()
    {
        var documentation = File.ReadAllText(Path.ChangeExtension(assembly.Location, ".xml"));
        foreach (var cmdlet in Exported)
        {
            documentation.ShouldContain($"T:{cmdlet.FullName}\"", Case.Sensitive);
            foreach (var parameter in cmdlet.GetProperties().Where(p => p.CustomAttributes.Any(a => a.AttributeType.Name == nameof(ParameterAttribute))))
                documentation.ShouldContain($"P:{parameter.DeclaringType!.FullName}.{parameter.Name}\"", Case.Sensitive);
        }
    }

    private static IEnumerable<(Type Type, string Where)> Exposed(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.BaseType is { } parent) yield return (parent, $"{type.Name} : {parent.Name}");
        foreach (var contract in type.GetInterfaces()) yield return (contract, $"{type.Name} : {contract.Name}");
        foreach (var property in type.GetProperties(Own)) yield return (property.PropertyType, $"{type.Name}.{property.Name}");
        foreach (var field in type.GetFields(Own)) yield return (field.FieldType, $"{type.Name}.{field.Name}");
    }

    private static bool IsPrivate(Type type) => type.Assembly.GetName().Name is "AmiTools.Core" or "AmiTools.Aws" || type.GenericTypeArguments.Any(IsPrivate) || (type.HasElementType && IsPrivate(type.GetElementType()!));
}
