using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;

namespace AmiTools.Core.UserData;

/// <summary>Makes the document that an instance boots with. What it makes has passed the same rules as every other.</summary>
public sealed class MakeUserData(Surroundings surroundings)
{
    /// <summary>The document, as text; in UTF-8 it has at most 16,384 bytes.</summary>
    /// <exception cref="AmiToolsException">UserDataInvalid with all problems, UserDataValueInvalid, UnknownEnvironment.</exception>
    public string Run(UserDataRequest request)
    {
        if (request.EnvironmentsPath is { } path) RefuseUnknown(request.Environment, path);
        var text = UserDataWriter.Write(request);
        var check = UserDataRules.Check("user data", new(text, System.Text.Encoding.UTF8.GetByteCount(text), null));
        // One line, which nobody has seen yet, has no line numbers worth naming.
        if (!check.IsValid) throw new ProblemsFoundException("UserDataInvalid", $"The user data has {Counted.Of(check.Problems.Count, "problem")}:", [.. check.Problems.Select(p => p with { Line = null })], request.Environment);
        return text;
    }

    private void RefuseUnknown(string environment, string path)
    {
        var estate = EstateFinder.Load(new() { Path = path }, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        var known = estate.Environments.Select(e => e.Name).ToArray();
        if (!known.Contains(environment, StringComparer.Ordinal))
            throw new AmiToolsException("UnknownEnvironment", FailureKind.NotFound, $"There is no environment '{Shown.Name(environment)}' in {estate.File}.{Nearest.Hint(environment, known)}", environment);
    }
}
