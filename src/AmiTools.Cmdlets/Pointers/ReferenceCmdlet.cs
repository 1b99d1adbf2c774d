using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core;

namespace AmiTools.Cmdlets.Pointers;

/// <summary>A cmdlet that works on the references of environments.</summary>
public abstract class ReferenceCmdlet : AsyncCmdlet
{
    /// <summary>
    /// <para type="description">The environments file (environments.yaml or .json), or a folder with one. Without it, it is looked for here and in the folders above.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Environments")]
    public string? EnvironmentsPath { get; set; }

    /// <summary>
    /// <para type="description">The image definition's name. Without it, every image that the environments name; to change something, they may then name only one.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string? Name { get; set; }

    private protected TargetSelection Targets => new() { Path = EnvironmentsPath is null ? null : FullPath(EnvironmentsPath) };

    private protected Surroundings Surroundings() => Composition.Surroundings(Location, new ConnectionParameters { Location = Location, Session = SessionVariables.Read(GetVariableValue), Ask = AskAsync }.Connector);
}
