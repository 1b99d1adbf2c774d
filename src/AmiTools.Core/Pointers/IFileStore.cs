namespace AmiTools.Core.Pointers;

/// <summary>The few things that are done with files that name images: a seam, so that a test can fill the disk or end the process at each.</summary>
internal interface IFileStore
{
    byte[] Read(string path);

    /// <summary>Makes a file, flushed to the disk. With <paramref name="like"/> it may be read and written by the same as that one.</summary>
    void Write(string path, byte[] content, string? like);

    /// <summary>Puts a file in the place of another, in one step.</summary>
    void Replace(string source, string destination);

    /// <summary>Nothing, if it is not there.</summary>
    void Delete(string path);

    bool Exists(string path);
}
