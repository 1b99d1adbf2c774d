using System.Text.Json;
using System.Text.Json.Serialization;

namespace AmiTools.Core.Pointers;

/// <summary>How far a change of references has come.</summary>
internal enum EditState
{
    /// <summary>Files and parameters are being changed. If it ends here, everything goes back.</summary>
    Changing,
    /// <summary>All is changed. If it ends here, only what was kept for going back is to be removed.</summary>
    Done,
}

/// <summary>A file of a change.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">The SHA-256 of what it was.</param>
/// <param name="After">The SHA-256 of what it is to be.</param>
internal sealed record EditedFile(string Path, string Before, string After)
{
    /// <summary>What it is to be, until it takes the file's place.</summary>
    [JsonIgnore]
    public string NewPath => Beside("new");

    /// <summary>What it was, until the change is done.</summary>
    [JsonIgnore]
    public string OldPath => Beside("old");

    private string Beside(string what) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $".{System.IO.Path.GetFileName(Path)}.amitools-{what}");
}

/// <summary>A parameter of a change.</summary>
internal sealed record EditedParameter(string Target, string Name, string Before, string After);

/// <summary>What a change of references is doing: beside the environments file while it is under way, and never otherwise.</summary>
internal sealed record EditJournal
{
    private const string FileName = ".amitools-references.json", Next = ".next";
    private static readonly JsonSerializerOptions options = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public EditState State { get; init; }
    public DateTimeOffset Started { get; init; }
    public IReadOnlyList<EditedFile> Files { get; init; } = [];
    public IReadOnlyList<EditedParameter> Parameters { get; init; } = [];

    public static string PathOf(string environmentsFile) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(environmentsFile))!, FileName);

    /// <summary>Puts the journal in its place as a whole.</summary>
    public void Write(IFileStore store, string path)
    {
        store.Write(path + Next, JsonSerializer.SerializeToUtf8Bytes(this, options), null);
        store.Replace(path + Next, path);
    }

    /// <summary>True also for one that was never finished.</summary>
    public static bool IsThere(IFileStore store, string path) => store.Exists(path) || store.Exists(path + Next);

    /// <summary>Removes one that did not come into its place. Without one in its place, nothing was changed.</summary>
    public static void RemoveUnfinished(IFileStore store, string path) => store.Delete(path + Next);

    /// <summary>Null if no change is under way.</summary>
    /// <exception cref="AmiToolsException">EditJournalUnreadable.</exception>
    public static EditJournal? Read(IFileStore store, string path)
    {
        if (!store.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<EditJournal>(store.Read(path), options) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new AmiToolsException("EditJournalUnreadable", FailureKind.InvalidInput, $"{path}: this is no journal of a change of references ({e.Message}). It is written as a whole, so it was changed by something else. Look at the files beside it that end in .amitools-old, which are what they were before, and remove the journal.", path, e);
        }
    }
}
