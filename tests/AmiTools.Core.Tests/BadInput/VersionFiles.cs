namespace AmiTools.Core.Tests.BadInput;

/// <summary>version.json.</summary>
internal static class VersionFiles
{
    private static BadInput File(string name, string? text, string id, string message) => new("version.json: " + name, f =>
    {
        if (text is null) System.IO.File.Delete(Path.Combine(f.Web, "version.json"));
        else f.Write("src/web/version.json", text);
    }, id, "{web}/version.json" + message)
    { By = By.Files };

    private static string NoBase(int line, string given) => $":{line}: the version {given} is no base version; expected two numbers in quotes, such as \"1.0\".";

    public static IReadOnlyList<BadInput> All { get; } =
    [
        File("missing", null, "VersionFileMissing", ": there is no version.json; expected one such as {\"version\":\"1.0\"}."),
        File("empty", "", "JsonInvalid", ":1: the file is empty; expected a JSON object."),
        File("broken", "{\"version\":\n", "JsonInvalid", ":2: no valid JSON: an object or array is not closed at the end of the file."),
        File("not JSON", "version = 2.0\n", "JsonInvalid", ":1: no valid JSON: 'v' is an invalid start of a value."),
        File("an array", "[\"2.0\"]", "VersionFileInvalid", ":1: expected an object such as {\"version\":\"1.0\"}."),
        File("without version", "{\n}", "VersionMissing", ":1: there is no \"version\"; expected one such as \"1.0\"."),
        File("a number", "{\n\"version\": 2.0}", "BaseVersionInvalid", NoBase(2, "2.0")),
        File("null", "{\"version\": null}", "BaseVersionInvalid", NoBase(1, "null")),
        File("nonsense", "{\"version\": \"two\"}", "BaseVersionInvalid", NoBase(1, "\"two\"")),
        File("four parts", "{\"version\": \"2.0.1.7\"}", "BaseVersionInvalid", NoBase(1, "\"2.0.1.7\"")),
        File("a prerelease", "{\"version\": \"2.0-beta\"}", "BaseVersionInvalid", NoBase(1, "\"2.0-beta\"")),
        File("a v before it", "{\"version\": \"v2.0\"}", "BaseVersionInvalid", NoBase(1, "\"v2.0\"")),
        File("a leading zero", "{\"version\": \"2.01\"}", "BaseVersionInvalid", NoBase(1, "\"2.01\"")),
        File("digits of another script", "{\"version\": \"\u0662.\u0660\"}", "BaseVersionInvalid", NoBase(1, "\"\u0662.\u0660\"")),
        File("an unknown key", "{\"version\": \"2.0\",\n\"nmae\": \"x\"}", "UnknownKey", ":2: 'nmae' is not known here. Did you mean 'name'?"),
        File("a name with a path separator", "{\"version\": \"2.0\", \"name\": \"../web\"}", "NameInvalid", ":1: '../web' is no name of an image; expected at most 100 letters, digits, dots, dashes and underscores, the first a letter or digit."),
        File("a name with a plus", "{\"version\": \"2.0\", \"name\": \"a+b\"}", "NameInvalid", ":1: 'a+b' is no name of an image; expected at most 100 letters, digits, dots, dashes and underscores, the first a letter or digit."),
        File("a name that is a list", "{\"version\": \"2.0\", \"name\": []}", "NameInvalid", ":1: the name must be text; leave it out to use the folder's."),
        new("version.json: a folder", f =>
        {
            System.IO.File.Delete(Path.Combine(f.Web, "version.json"));
            Directory.CreateDirectory(Path.Combine(f.Web, "version.json"));
        }, "FileIsFolder", "{web}/version.json: this is a folder; expected a file.") { By = By.Files },
    ];
}
