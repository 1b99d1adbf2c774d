namespace AmiTools;

/// <summary>The names of the tags that AmiTools writes, in one place.</summary>
public static class TagNames
{
    /// <summary>The version, as the pair's members share it.</summary>
    public const string Version = "version";
    /// <summary>The image definition's name.</summary>
    public const string Image = "AmiTools:Image";
    /// <summary>The target's name.</summary>
    public const string Target = "AmiTools:Target";
    /// <summary>The git commit.</summary>
    public const string Commit = "AmiTools:Commit";
    /// <summary><c>true</c> if the tree differed from the commit.</summary>
    public const string Dirty = "AmiTools:Dirty";
    /// <summary>The git remote.</summary>
    public const string Repository = "AmiTools:Repository";
    /// <summary>The build number.</summary>
    public const string Build = "AmiTools:Build";
    /// <summary>The pair's id.</summary>
    public const string Pair = "AmiTools:Pair";
    /// <summary><c>building</c> or <c>complete</c>.</summary>
    public const string State = "AmiTools:State";
    /// <summary>The base image.</summary>
    public const string Source = "AmiTools:Source";
    /// <summary><c>built</c> or <c>copied</c>.</summary>
    public const string Origin = "AmiTools:Origin";
    /// <summary><c>true</c> if a cleanup may ever delete it.</summary>
    public const string AutoCleanup = "AutoCleanup";
    /// <summary>When a scan last saw the image, or a member of its pair, in use (ISO 8601, UTC, seconds).</summary>
    public const string LastUsed = "LastUsed";
    /// <summary>When a scan last could tell for certain whether the image is in use (ISO 8601, UTC, seconds).</summary>
    public const string LastUsedRuntime = "LastUsedRuntime";
    /// <summary>By whom and until when the image is kept, whatever uses it.</summary>
    public const string Pinned = "AmiTools:Pinned";

    /// <summary>The plan of a cleanup that has begun to delete it: what is left of an image is found by it.</summary>
    public const string Cleanup = "AmiTools:Cleanup";

    /// <summary>Who could launch an image before a cleanup deleted it: an image in the Recycle Bin keeps its tags, and no share.</summary>
    public const string Shares = "AmiTools:Shares";

    /// <summary>The stage that a cleanup has taken an image to, and when: <c>disabled 2026-03-01T12:00:00Z</c>.</summary>
    public const string Stage = "AmiTools:Stage";

    /// <summary>The value of <see cref="Origin"/> of an image that was copied from another account or Region.</summary>
    public const string Copied = "copied";

    /// <summary>The value of <see cref="State"/> before the commit point.</summary>
    public const string Building = "building";
    /// <summary>The value of <see cref="State"/> after it.</summary>
    public const string Complete = "complete";
}
