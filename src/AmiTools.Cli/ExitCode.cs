namespace AmiTools.Cli;

/// <summary>How a command ended, as scripts and schedulers see it.</summary>
internal enum ExitCode
{
    /// <summary>Everything was done.</summary>
    Done = 0,
    /// <summary>Nothing was done, or what was begun has been undone.</summary>
    Failed = 1,
    /// <summary>Part of the work was done and the rest could not be.</summary>
    PartlyDone = 2,
    /// <summary>The command line itself is wrong (EX_USAGE of sysexits.h).</summary>
    BadUsage = 64,
}
