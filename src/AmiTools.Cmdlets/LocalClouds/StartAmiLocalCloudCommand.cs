using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Completion;

namespace AmiTools.Cmdlets.LocalClouds;

/// <summary>
/// <para type="synopsis">Starts a local cloud: EC2, Auto Scaling, STS and Parameter Store on 127.0.0.1, to try things without an account.</para>
/// <para type="description">It runs as a process of its own and ends with Stop-AmiLocalCloud, or when this session ends. It needs the .NET 10 runtime with ASP.NET Core.</para>
/// <para type="link">Stop-AmiLocalCloud</para>
/// <para type="link">about_AmiTools</para>
/// </summary>
/// <example>
/// <para>Try everything without an account</para>
/// <code>
/// $cloud = Start-AmiLocalCloud -EnvironmentsPath playground
/// Get-PairedAmi -EnvironmentsPath playground
/// </code>
/// <para>The environments file in the folder playground has the targets dev and prod.</para>
/// </example>
/// <example>
/// <para>Three accounts, and a fleet of made-up images</para>
/// <code>$cloud = Start-AmiLocalCloud -Account 111111111111=dev, 222222222222=prod, 333333333333=lab -ImageCount 100</code>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "AmiLocalCloud", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(AmiLocalCloud))]
public sealed class StartAmiLocalCloudCommand : AsyncCmdlet
{
    /// <summary>
    /// <para type="description">The port on 127.0.0.1; 0, the default, takes a free one.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// <para type="description">Accounts of 12 digits and the names of their targets, such as 111111111111=dev. Without it, dev (111111111111) and prod (222222222222).</para>
    /// </summary>
    [Parameter]
    public string[]? Account { get; set; }

    /// <summary>
    /// <para type="description">The Region; eu-west-1 by default.</para>
    /// </summary>
    /// <value>eu-west-1</value>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string Region { get; set; } = "eu-west-1";

    /// <summary>
    /// <para type="description">How many made-up images the first account has from the start.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(0, 1000000)]
    public int ImageCount { get; set; }

    /// <summary>
    /// <para type="description">A folder to write an environments.yaml for this cloud to. The keys it names are put into this session's environment variables.</para>
    /// </summary>
    [Parameter]
    public string? EnvironmentsPath { get; set; }

    private protected override async Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        if (!await pipe.ShouldProcessAsync($"127.0.0.1:{(Port == 0 ? "a free port" : Port)}", "Start a local cloud").ConfigureAwait(false)) return;
        List<string> arguments = ["--port", Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--region", Region];
        foreach (var account in Account ?? []) arguments.AddRange(["--account", account]);
        if (ImageCount > 0) arguments.AddRange(["--images", ImageCount.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var cloud = await CloudProcess.StartAsync(arguments, EnvironmentsPath is null ? null : FullPath(EnvironmentsPath), TimeSpan.FromSeconds(30), cancel).ConfigureAwait(false);
        if (cloud.EnvironmentsPath is not null)
        {
            foreach (var account in cloud.Accounts)
            {
                Environment.SetEnvironmentVariable(account.EnvironmentPrefix + "_AWS_ACCESS_KEY_ID", account.AccessKeyId);
                Environment.SetEnvironmentVariable(account.EnvironmentPrefix + "_AWS_SECRET_ACCESS_KEY", account.SecretAccessKey);
            }
        }
        await pipe.WriteAsync(cloud).ConfigureAwait(false);
    }
}
