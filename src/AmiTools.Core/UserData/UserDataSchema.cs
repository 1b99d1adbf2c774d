namespace AmiTools.Core.UserData;

/// <summary>The document's JSON Schema (draft 7, which most validators know).</summary>
public static class UserDataSchema
{
    public static string Read()
    {
        using var stream = typeof(UserDataSchema).Assembly.GetManifestResourceStream("AmiTools.Core.UserData.user-data.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
