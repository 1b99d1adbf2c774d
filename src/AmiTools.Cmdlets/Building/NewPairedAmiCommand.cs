using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Definitions;
using AmiTools.Core.Building;
using AmiTools.Core.Ci;

namespace AmiTools.Cmdlets.Building;

/// <summary>
/// <para type="synopsis">Builds an image in every target, as one thing: all members under one version, or none.</para>
/// <para type="description">Checks everything that can be checked first, for all targets. Then Packer builds the first target, and only when its image is available and tagged, the next. Any failure, Ctrl+C or time-out undoes everything that was made. Off the release branches only the first target is built, as a prerelease. -WhatIf runs all checks and shows exactly what would be built. Several definitions, through the pipeline, are built each as a pair of its own: those that others are built on come first, one that fails does not stop the others, and the run then ends in an error.</para>
/// <para type="link">Test-AmiDefinition</para>
/// <para type="link">Get-PairedAmi</para>
/// <para type="link">Repair-PairedAmi</para>
/// <para type="link">Remove-PairedAmi</para>
/// <para type="link">about_AmiTools_Definitions</para>
/// <para type="link">about_AmiTools_TeamCity</para>
/// </summary>
/// <example>
/// <para>See what would be built</para>
/// <code>New-PairedAmi src/web-server -BuildNumber 57 -WhatIf</code>
/// <para>All checks run for all targets: accounts, parameters, base images, names, permissions, Packer's own validation. Nothing is made.</para>
/// </example>
/// <example>
/// <para>Build a version in every target</para>
/// <code>New-PairedAmi src/web-server -BuildNumber 57</code>
/// <para>With the version 1.0 in version.json, the pair is 1.0.57. If prod fails, the image in dev is removed again.</para>
/// </example>
/// <example>
/// <para>Build all definitions of a folder, two at a time</para>
/// <code>Get-AmiDefinition src | New-PairedAmi -BuildNumber 58 -ThrottleLimit 2 -WhatIf</code>
/// <para>Definitions that others are built on come first.</para>
/// </example>
/// <example>
/// <para>Release from a hotfix branch, with a larger disk</para>
/// <code>
/// $parameters = @{ volume_size = 20 }
/// New-PairedAmi src/web-server -BuildNumber 58 -ReleaseBranch main, hotfix/* -Parameter $parameters -WhatIf
/// </code>
/// </example>
[Cmdlet(VerbsCommon.New, "PairedAmi", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AmiPair))]
public sealed class NewPairedAmiCommand : EnvironmentCmdlet
{
    /// <summary>
    /// <para type="description">The definition's folder; or a definition from Get-AmiDefinition through the pipeline.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// <para type="description">The build number, a whole number; it becomes the last part of the version: with 2.0 in version.json, 57 makes 2.0.57. A number that is a version already is refused. Without it, a prerelease with the UTC time is built.</para>
    /// </summary>
    [Parameter(Position = 1)]
    public string? BuildNumber { get; set; }

    /// <summary>
    /// <para type="description">Values that win over every file: a hashtable, or KEY=VALUE lines (empty lines and those that begin with # do not count). One that the template does not know is an error.</para>
    /// </summary>
    [Parameter]
    public object? Parameter { get; set; }

    /// <summary>
    /// <para type="description">The commit, where neither the checkout nor the CI server's variables can tell.</para>
    /// </summary>
    [Parameter]
    public string? Commit { get; set; }

    /// <summary>
    /// <para type="description">The branch, where neither the checkout nor the CI server's variables can tell. It decides whether this is a release.</para>
    /// </summary>
    [Parameter]
    public string? Branch { get; set; }

    /// <summary>
    /// <para type="description">Says that this is a release (-ReleaseBuild) or that it is not (-ReleaseBuild:$false), whatever the branch.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter ReleaseBuild { get; set; }

    /// <summary>
    /// <para type="description">Branches that releases come from, with the wildcard *: main, release/*. Without it, those of the environments file (releaseBranches), else the default branch.</para>
    /// </summary>
    [Parameter]
    public string[]? ReleaseBranch { get; set; }

    /// <summary>
    /// <para type="description">Lets a release come from a tree with changes that are not committed. Its version then says dirty.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AllowDirty { get; set; }

    /// <summary>
    /// <para type="description">Lets the targets have different base images. Without it, they must be the same image: by id, by pair, or for public ones by name and creation date.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AllowDifferentBaseImage { get; set; }

    /// <summary>
    /// <para type="description">How the targets after the first get their image. Build, the default, builds it in each. CopyOrBuild copies that of the first, and builds it where a copy can't work; it is refused if parameters differ between the targets in more than the network (see the setting networkParameters of the environments file). The tag AmiTools:Origin tells what happened: built or copied.</para>
    /// </summary>
    /// <value>Build</value>
    [Parameter]
    public BuildStrategy Strategy { get; set; } = BuildStrategy.Build;

    /// <summary>
    /// <para type="description">How long the build of one target, or its copy, may take, as a TimeSpan: 01:30:00 is one and a half hours. After it the build fails and is undone. From a second to 7 days; 2 hours by default.</para>
    /// </summary>
    /// <value>02:00:00</value>
    [Parameter]
    [ValidateDuration]
    public TimeSpan BuildTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// <para type="description">How long an image and its snapshots may take to become available after Packer has ended. From a second to 7 days; 30 minutes by default.</para>
    /// </summary>
    /// <value>00:30:00</value>
    [Parameter]
    [ValidateDuration]
    public TimeSpan AvailableTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// <para type="description">How long the undo may take. What is left after it is listed, and Repair-PairedAmi tries again. From a second to 7 days; 10 minutes by default.</para>
    /// </summary>
    /// <value>00:10:00</value>
    [Parameter]
    [ValidateDuration]
    public TimeSpan UndoTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// <para type="description">The folder that run folders are made in. Without it, 'runs' beside the definitions.</para>
    /// </summary>
    [Parameter]
    public string? RunsPath { get; set; }

    /// <summary>
    /// <para type="description">Keeps the run's journal in the run folder only, and no copies in Parameter Store. Then only this machine can repair the run.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter LocalJournalOnly { get; set; }

    /// <summary>
    /// <para type="description">The Packer program, 1.6 or later. Without it, packer on PATH.</para>
    /// </summary>
    [Parameter]
    public string? PackerPath { get; set; }

    /// <summary>
    /// <para type="description">A command that each image has to pass before the next target is built. An instance is started from the image, the command runs on this machine (/bin/sh -c, on Windows cmd /c) in the definition's folder, and the instance is terminated whatever happens. Exit code 0 passes; anything else fails the build, which is undone. Its environment has AMITOOLS_INSTANCE_ID, _PRIVATE_IP, _PUBLIC_IP, _IMAGE_ID, _NAME, _VERSION, _TARGET, _ACCOUNT_ID, _REGION, _ENDPOINT, and this target's credentials, so that it can use ssh, curl or 'aws ssm send-command'. The instance gets the definition's subnet_id, security_group_id(s), instance_type and iam_instance_profile.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TestCommand { get; set; }

    /// <summary>
    /// <para type="description">How long the test's instance may take to run and the command to end, together. From a second to 7 days; 15 minutes by default.</para>
    /// </summary>
    /// <value>00:15:00</value>
    [Parameter]
    [ValidateDuration]
    public TimeSpan TestTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// <para type="description">The type of the test's instance. Without it, the parameter instance_type, else t3.micro.</para>
    /// </summary>
    [Parameter]
    public string? TestInstanceType { get; set; }

    /// <summary>
    /// <para type="description">The name of the instance profile of the test's instance; Systems Manager needs one. Without it, the parameter iam_instance_profile, else none.</para>
    /// </summary>
    [Parameter]
    public string? TestInstanceProfile { get; set; }

    /// <summary>
    /// <para type="description">How many definitions that do not depend on each other are built at the same time. 1 by default.</para>
    /// </summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 1;

    private readonly List<NewPairRequest> requests = [];

    private protected override object? Subject => Path;

    private protected override bool WorksAtTheEnd => true;

    private protected override Task ProcessAsync(Pipe pipe, CancellationToken cancel)
    {
        requests.Add(Request());
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(Pipe pipe, CancellationToken cancel)
    {
        var outcomes = await new BuildPairs(Surroundings(),
            plan => pipe.ShouldProcessAsync(PlanText.Describe(plan), PlanText.Describe(plan), "New-PairedAmi"),
            async outcome =>
            {
                if (pipe.Reporter is IOutcomeReporter server) server.Outcome(outcome, requests.Count == 1);
                if (outcome.Pair is { } pair) await pipe.WriteAsync(pair).ConfigureAwait(false);
                // Of one definition the failure is the cmdlet's own, below.
                else if (outcome.Failure is { } failure && requests.Count > 1 && !cancel.IsCancellationRequested) await pipe.FailAsync(failure, outcome.DefinitionPath).ConfigureAwait(false);
            }).RunAsync(new() { Requests = requests, ThrottleLimit = ThrottleLimit }, pipe.Reporter, cancel).ConfigureAwait(false);
        if (requests.Count == 1 && outcomes[0].Failure is { } only) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(only).Throw();
    }

    private NewPairRequest Request() => new()
    {
        DefinitionPath = FullPath(Path),
        Targets = Targets,
        BuildNumber = BuildNumber,
        Overrides = Overrides.Read(Parameter),
        Commit = Commit,
        Branch = Branch,
        ReleaseBuild = MyInvocation.BoundParameters.ContainsKey(nameof(ReleaseBuild)) ? ReleaseBuild.IsPresent : null,
        ReleaseBranches = ReleaseBranch ?? [],
        AllowDirty = AllowDirty,
        AllowDifferentBaseImages = AllowDifferentBaseImage,
        Strategy = Strategy,
        BuildTimeout = BuildTimeout,
        AvailableTimeout = AvailableTimeout,
        UndoTimeout = UndoTimeout,
        Test = TestCommand is null ? null : new() { Command = TestCommand, Timeout = TestTimeout, InstanceType = TestInstanceType, InstanceProfile = TestInstanceProfile },
        RunsPath = RunsPath is null ? null : FullPath(RunsPath),
        LocalJournalOnly = LocalJournalOnly,
        PackerPath = PackerPath,
    };
}
