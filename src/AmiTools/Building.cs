namespace AmiTools;

/// <summary>How the targets after the first get their image.</summary>
public enum BuildStrategy
{
    /// <summary>It is built in every target.</summary>
    Build,
    /// <summary>The first target's image is copied to the others, and built where a copy can't work.</summary>
    CopyOrBuild,
}

/// <summary>A request to build an image in every target.</summary>
public sealed record NewPairRequest
{
    /// <summary>The definition's folder.</summary>
    public required string DefinitionPath { get; init; }

    /// <summary>Which targets; the pair's order is the file's.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>The build number: a whole number that becomes the patch version. Null makes a prerelease from the UTC time.</summary>
    public string? BuildNumber { get; init; }

    /// <summary>Values that win over every file.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The commit, where the checkout can't tell.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch, where the checkout can't tell.</summary>
    public string? Branch { get; init; }

    /// <summary>True or false to say whether this is a release; null lets the branch decide.</summary>
    public bool? ReleaseBuild { get; init; }

    /// <summary>Branch names, with wildcards, that releases come from; none means the default branch.</summary>
    public IReadOnlyList<string> ReleaseBranches { get; init => field = Listed.Of(value); } = [];

    /// <summary>True to let a release come from a dirty tree.</summary>
    public bool AllowDirty { get; init; }

    /// <summary>True to let targets have different base images.</summary>
    public bool AllowDifferentBaseImages { get; init; }

    /// <summary>How the targets after the first get their image; by default it is built in each.</summary>
    public BuildStrategy Strategy { get; init; }

    /// <summary>How long the build of one target, or its copy, may take; 2 hours by default.</summary>
    public TimeSpan BuildTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long an image and its snapshots may take to become available after Packer has ended; 30 minutes by default.</summary>
    public TimeSpan AvailableTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the undo may take; 10 minutes by default.</summary>
    public TimeSpan UndoTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A check of each member, by an instance that is started from it; null means none.</summary>
    public ImageTest? Test { get; init; }

    /// <summary>The folder that run folders are made in; null means <c>runs</c> beside the definitions.</summary>
    public string? RunsPath { get; init; }

    /// <summary>True to keep the journal in the run folder only, and none in Parameter Store.</summary>
    public bool LocalJournalOnly { get; init; }

    /// <summary>The Packer program; null means <c>packer</c> on PATH.</summary>
    public string? PackerPath { get; init; }
}

/// <summary>
/// A check that each image has to pass before the next target is built: an instance is started from it, the command runs on
/// this machine with the instance's facts in its environment, and the instance is terminated whatever happens.
/// </summary>
public sealed record ImageTest
{
    /// <summary>The command, as the system's shell takes it (<c>/bin/sh -c</c>, on Windows <c>cmd /c</c>), in the definition's folder. Exit code 0 passes.</summary>
    public required string Command { get; init; }

    /// <summary>How long the instance may take to run and the command to end, together; 15 minutes by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The instance type; null means the definition's parameter <c>instance_type</c>, else <c>t3.micro</c>.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The name of an instance profile, which Systems Manager needs; null means the parameter <c>iam_instance_profile</c>, else none.</summary>
    public string? InstanceProfile { get; init; }
}

/// <summary>A request to build several definitions, each as a pair of its own.</summary>
public sealed record NewPairsRequest
{
    /// <summary>One request a definition, in the order given; those that others are built on come first all the same.</summary>
    public IReadOnlyList<NewPairRequest> Requests { get; init => field = Listed.Of(value); } = [];

    /// <summary>How many definitions that do not depend on each other are built at the same time; 1 by default.</summary>
    public int ThrottleLimit { get; init; } = 1;
}

/// <summary>What became of one definition of several.</summary>
public sealed record PairOutcome
{
    /// <summary>The definition's name.</summary>
    public required string Name { get; init; }

    /// <summary>The definition's folder, as it was given.</summary>
    public required string DefinitionPath { get; init; }

    /// <summary>The pair, if it was built.</summary>
    public AmiPair? Pair { get; init; }

    /// <summary>The run folder, if the build was begun.</summary>
    public string? RunFolder { get; init; }

    /// <summary>Why it was not built; null with no <see cref="Pair"/> means that its plan was not approved.</summary>
    public Exception? Failure { get; init; }
}

/// <summary>What a paired build is going to do, after all checks have passed and before anything is done.</summary>
public sealed record PairPlan
{
    /// <summary>The request it was made from.</summary>
    public required NewPairRequest Request { get; init; }

    /// <summary>The definition.</summary>
    public required AmiDefinition Definition { get; init; }

    /// <summary>The version that all members get.</summary>
    public required string Version { get; init; }

    /// <summary>The id that the pair gets.</summary>
    public required string PairId { get; init; }

    /// <summary>The git commit, if known.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch, if known.</summary>
    public string? Branch { get; init; }

    /// <summary>True if the tree differs from the commit.</summary>
    public bool IsDirty { get; init; }

    /// <summary>The repository's remote without user and password, if known.</summary>
    public string? Repository { get; init; }

    /// <summary>True if only the first target is built, as a prerelease.</summary>
    public bool IsPrerelease { get; init; }

    /// <summary>What is built, in order.</summary>
    public IReadOnlyList<PlannedMember> Members { get; init => field = Listed.Of(value); } = [];
}

/// <summary>One member of a planned pair.</summary>
public sealed record PlannedMember
{
    /// <summary>The target.</summary>
    public required AmiTarget Target { get; init; }

    /// <summary>The account, as STS has said it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The Region.</summary>
    public required string Region { get; init; }

    /// <summary>The exact name that the image will have in EC2.</summary>
    public required string ImageName { get; init; }

    /// <summary>The base image's id, if the template takes <c>source_ami</c> or names one.</summary>
    public string? SourceImageId { get; init; }

    /// <summary>What Packer is handed, with provenance.</summary>
    public IReadOnlyList<AmiParameter> Parameters { get; init => field = Listed.Of(value); } = [];
}

/// <summary>A request to remove a pair.</summary>
public sealed record RemovePairRequest
{
    /// <summary>Which targets.</summary>
    public TargetSelection Targets { get; init; } = new();

    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>The exact version.</summary>
    public required string Version { get; init; }
}

/// <summary>What became of an image that was to be removed.</summary>
public sealed record RemovedImage
{
    /// <summary>The image.</summary>
    public required Ami Image { get; init; }

    /// <summary>The snapshots that are gone.</summary>
    public IReadOnlyList<string> DeletedSnapshotIds { get; init => field = Listed.Of(value); } = [];

    /// <summary>The snapshots that stay, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> KeptSnapshots { get; init; } = new Dictionary<string, string>();
}
