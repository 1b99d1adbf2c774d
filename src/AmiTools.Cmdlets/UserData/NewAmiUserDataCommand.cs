using System.Management.Automation;
using System.Text;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;
using AmiTools.Core.UserData;

namespace AmiTools.Cmdlets.UserData;

/// <summary>
/// <para type="synopsis">Makes the JSON document that an instance boots with.</para>
/// <para type="description">User data is metadata, not code: the environment, a few standard keys, and 'extra' for anything else. The same values always make the same text. It is checked as Test-AmiUserData checks it: at most 16,384 bytes, and nothing that looks like a secret.</para>
/// <para type="link">Test-AmiUserData</para>
/// <para type="link">Get-AmiUserDataSchema</para>
/// </summary>
/// <example>
/// <para>A document with a volume and a feature</para>
/// <code>
/// $extra = @{ volumeId = 'vol-0123456789abcdef0'; features = @{ logging = $true } }
/// New-AmiUserData production -Service web-server -Extra $extra
/// </code>
/// </example>
/// <example>
/// <para>For a launch template, with an environment that must exist</para>
/// <code>New-AmiUserData staging -EnvironmentsPath . -AsBase64 | Set-Content user-data.txt</code>
/// </example>
[Cmdlet(VerbsCommon.New, "AmiUserData")]
[OutputType(typeof(string))]
public sealed class NewAmiUserDataCommand : AsyncCmdlet
{
    /// <summary>
    /// <para type="description">The environment that the instance belongs to: letters, digits, dashes and underscores, at most 40.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string Environment { get; set; } = "";

    /// <summary>
    /// <para type="description">The service's name, where an image can be more than one: letters, digits, dots, dashes and underscores, at most 128.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Service { get; set; }

    /// <summary>
    /// <para type="description">A path of Parameter Store, such as /production/web, whose parameters the instance reads at boot. Secrets belong there.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ParameterPath { get; set; }

    /// <summary>
    /// <para type="description">Anything else, as a hashtable or an object: ids of volumes, feature flags. Text, numbers, true and false, lists and hashtables of them.</para>
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public object? Extra { get; set; }

    /// <summary>
    /// <para type="description">Writes base64, as launch templates and CloudFormation take it.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AsBase64 { get; set; }

    /// <summary>
    /// <para type="description">An environments file, or a folder with one, that must know the environment. Without it, any name will do.</para>
    /// </summary>
    [Parameter]
    [Alias("Environments")]
    public string? EnvironmentsPath { get; set; }

    private protected override object? Subject => Environment;

    private protected override Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        var text = new MakeUserData(Composition.Surroundings(Location, v => new Core.Environments.TargetConnector(v))).Run(new()
        {
            Environment = Environment,
            Service = Service,
            ParameterPath = ParameterPath,
            Extra = Extra is null ? null : PlainValues.Members(Extra),
            EnvironmentsPath = EnvironmentsPath is null ? null : FullPath(EnvironmentsPath),
        });
        return pipe.WriteAsync(AsBase64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text);
    }
}
