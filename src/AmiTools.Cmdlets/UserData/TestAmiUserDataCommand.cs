using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.UserData;

namespace AmiTools.Cmdlets.UserData;

/// <summary>
/// <para type="synopsis">Checks user data: a text, a file, an instance's, a launch template's.</para>
/// <para type="description">Names every problem with its line: not JSON, a script or cloud-config instead of metadata, no environment, an unknown key, too large, a value that looks like a secret. Text and files may be in base64.</para>
/// <para type="link">New-AmiUserData</para>
/// <para type="link">Get-AmiUserDataSchema</para>
/// </summary>
/// <example>
/// <para>Check a text</para>
/// <code>'{"environment":"production"}' | Test-AmiUserData</code>
/// </example>
/// <example>
/// <para>Every problem in the files of a folder</para>
/// <code>Get-ChildItem user-data -Filter *.json | Test-AmiUserData | Select-Object -ExpandProperty Problems</code>
/// </example>
/// <example>
/// <para>Does a launch template hold valid user data?</para>
/// <code>Test-AmiUserData -LaunchTemplate web-server -Target dev -Quiet</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AmiUserData", DefaultParameterSetName = FileSet)]
[OutputType(typeof(UserDataCheck), typeof(bool))]
public sealed class TestAmiUserDataCommand : TargetCmdlet
{
    private const string TextSet = "Text";
    private const string FileSet = "File";
    private const string InstanceSet = "Instance";
    private const string TemplateSet = "LaunchTemplate";

    /// <summary>
    /// <para type="description">The document, or its base64.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = TextSet)]
    [AllowEmptyString]
    public string Text { get; set; } = "";

    /// <summary>
    /// <para type="description">A file with the document or its base64.</para>
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [Alias("FullName")]
    public string Path { get; set; } = "";

    /// <summary>
    /// <para type="description">An instance's id. It is looked for in all targets, or in those given.</para>
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = InstanceSet)]
    public string InstanceId { get; set; } = "";

    /// <summary>
    /// <para type="description">A launch template's id or name. It is looked for in all targets, or in those given.</para>
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = TemplateSet)]
    [Alias("LaunchTemplateId", "LaunchTemplateName")]
    public string LaunchTemplate { get; set; } = "";

    /// <summary>
    /// <para type="description">The template's version: a number, $Default or $Latest. Without it, $Default.</para>
    /// </summary>
    [Parameter(ParameterSetName = TemplateSet)]
    [Alias("Version")]
    public string? LaunchTemplateVersion { get; set; }

    /// <summary>
    /// <para type="description">Writes only True or False: whether the user data is valid.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override object? Subject => ParameterSetName switch { FileSet => Path, InstanceSet => InstanceId, TemplateSet => LaunchTemplate, _ => null };

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var request = new UserDataCheckRequest
        {
            Text = ParameterSetName == TextSet ? Text : null,
            Path = ParameterSetName == FileSet ? FullPath(Path) : null,
            InstanceId = ParameterSetName == InstanceSet ? InstanceId : null,
            LaunchTemplate = ParameterSetName == TemplateSet ? LaunchTemplate : null,
            LaunchTemplateVersion = LaunchTemplateVersion,
            Targets = Targets,
        };
        var checks = await new CheckUserData(Surroundings()).RunAsync(request, pipe.Reporter, cancel).ConfigureAwait(false);
        if (Quiet)
        {
            await pipe.WriteAsync(checks.All(c => c.IsValid)).ConfigureAwait(false);
            return;
        }
        foreach (var check in checks) await pipe.WriteAsync(check).ConfigureAwait(false);
    }
}
