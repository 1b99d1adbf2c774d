using System.Collections;
using AmiTools.Core;
using AmiTools.Core.Environments;

namespace AmiTools.Cmdlets.Base;

/// <summary>The one place where operations get their surroundings.</summary>
internal static class Composition
{
    public static Surroundings Surroundings(string location, Func<IReadOnlyDictionary<string, string>, ITargetConnector> connector)
    {
        var variables = Variables();
        return new() { Variables = variables, WorkingDirectory = location, Connector = connector(variables) };
    }

    /// <summary>The environment of this process, which is also the shell's $env:.</summary>
    public static IReadOnlyDictionary<string, string> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
}
