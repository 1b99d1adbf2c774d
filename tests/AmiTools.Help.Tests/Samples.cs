using System.Management.Automation;

namespace AmiTools.Help.Tests;

/// <summary>What a sample may be.</summary>
public enum Colour
{
    Red,
    Green,
}

/// <summary>The base of the sample, with a parameter of its own.</summary>
public abstract class SampleCmdlet : PSCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Where", "At")]
    public string? Place { get; set; }
}

/// <summary>A cmdlet whose metadata the tests read; its texts come from the tests.</summary>
[Cmdlet(VerbsCommon.Set, "Sample", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "ByName")]
[OutputType(typeof(Uri))]
public sealed class SetSampleCommand : SampleCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "ByName")]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "ById")]
    [ValidateRange(1, 10_000)]
    public int Id { get; set; }

    [Parameter]
    public Colour? Colour { get; set; }

    [Parameter]
    [ValidateSet("small", "large")]
    public string Size { get; set; } = "small";
}
