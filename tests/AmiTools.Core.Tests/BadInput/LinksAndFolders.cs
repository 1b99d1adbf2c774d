using AmiTools.Core.Tests.Definitions;

namespace AmiTools.Core.Tests.BadInput;

/// <summary>Symbolic links out of the tree and in circles, folders in the place of files.</summary>
internal static class LinksAndFolders
{
    private static BadInput Link(string path, string target, string name, string id, string message) => new("link: " + name, f =>
    {
        var link = Path.Combine(f.Root, path);
        if (File.Exists(link)) File.Delete(link);
        if (Directory.Exists(link)) Directory.Delete(link, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, target);
    }, id, "{root}/" + path + ": " + message)
    { By = By.Files };

    private const string Out = ", out of the definitions' tree ({root}), where no commit records it. Put a copy into the tree.";

    public static IReadOnlyList<BadInput> All { get; } =
    [
        Link("src/web/conf/dev.conf", "/etc/passwd", "parameters outside", "LinkOutside", "[dev] the symbolic link leads to /etc/passwd" + Out),
        Link("src/web/conf/prod.conf", "../../../../../../../../etc/hostname", "parameters outside, by a relative path", "LinkOutside", "[prod] the symbolic link leads to /etc/hostname" + Out),
        Link("src/web/conf", "/etc", "a folder of parameters outside", "LinkOutside", "the symbolic link leads to /etc" + Out),
        Link("src/common", "/etc", "a common folder outside", "LinkOutside", "the symbolic link leads to /etc" + Out),
        Link("src/web/template.json", "/etc/hostname", "a template outside", "LinkOutside", "the symbolic link leads to /etc/hostname" + Out),
        Link("src/web/version.json", "/etc/hostname", "version.json outside", "LinkOutside", "the symbolic link leads to /etc/hostname" + Out),
        Link("src/web", "/usr", "a definition outside", "LinkOutside", "the symbolic link leads to /usr" + Out),
        Link("src/web/conf/dev.conf", "/dev/zero", "a device without end", "LinkOutside", "[dev] the symbolic link leads to /dev/zero" + Out),
        Link("src/web/conf/dev.conf", "dev.conf", "a loop", "LinkLoop", "[dev] the symbolic link leads to itself. Put the file itself there."),
        Link("src/web/conf", "../web/conf", "a loop of folders", "LinkLoop", "the symbolic link leads to itself. Put the file itself there."),
        Link("src/web/version.json", "version.json", "a loop of version.json", "LinkLoop", "the symbolic link leads to itself. Put the file itself there."),
        Link("src/web/conf/dev.conf", "gone.conf", "to nothing", "LinkBroken", "[dev] the symbolic link leads to {web}/conf/gone.conf, which is not there."),
        new("link: a chain that ends outside", f =>
        {
            Directory.CreateDirectory(Path.Combine(f.Web, "conf"));
            File.CreateSymbolicLink(Path.Combine(f.Root, "src", "shared"), "/etc");
            File.CreateSymbolicLink(Path.Combine(f.Web, "conf", "dev.conf"), "../../shared/hostname");
        }, "LinkOutside", "{web}/conf/dev.conf: [dev] the symbolic link leads to /etc/hostname" + Out) { By = By.Files },
        new("folder: in the place of parameters", f => Directory.CreateDirectory(Path.Combine(f.Web, "conf", "dev.conf")), "FileIsFolder", "{web}/conf/dev.conf: [dev] this is a folder; expected a file.") { By = By.Files },
        new("folder: conf is a file", f => f.Write("src/web/conf", "subnet=a\n"), "FolderIsFile", "{web}/conf: this is a file; expected a folder.") { By = By.Files },
        new("folder: common is a file", f =>
        {
            Directory.Delete(Path.Combine(f.Root, "src", "common"), recursive: true);
            f.Write("src/common", "");
        }, "FolderIsFile", "{root}/src/common: this is a file; expected a folder.") { By = By.Files },
    ];
}
