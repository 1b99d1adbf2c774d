namespace AmiTools.Core.Ci;

/// <summary>
/// The last thing that a child wrote. What Packer says is its output and its progress at once, and where both are shown it is
/// to be said once.
/// </summary>
public sealed class LastOutput
{
    private string line = "";

    /// <summary>Keeps a line of output; an empty one hides nothing.</summary>
    public void Keep(string output)
    {
        if (output.Trim().Length > 0) line = output;
    }

    /// <summary>True if the line before says it already, after the target's name.</summary>
    public bool Says(ProgressUpdate update)
    {
        var said = update.Status.Substring(update.Status.IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? colon + 2 : 0).Trim();
        return said.Length > 0 && line.EndsWith(said, StringComparison.Ordinal);
    }
}
