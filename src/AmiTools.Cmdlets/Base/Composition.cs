using System.Collections;
using AmiTools.Core;
using AmiTools.Core.Environments;

namespace AmiTools.Cmdlets.Base;

/// <summary>The one place where operations get their surroundings.</summary>
internal static class Composition
{
    public static Surroundings Surroundings(string location, Func<IReadOnlyDictionary<string, string>, ITargetConnector> connector)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
        return new() { Variables = variables, WorkingDirectory = location, Connector = connector(variables) };
    }
}
