namespace AmiTools.Aws.Tests.Credentials;

/// <summary>Environment variables of this process, which the SDK reads by itself; put back at the end.</summary>
internal sealed class OwnVariables : IDisposable
{
    /// <summary>The tests that set some, or that others must not disturb; they run alone.</summary>
    public const string Collection = "Environment variables of the process";

    private readonly Dictionary<string, string?> before = [];

    public OwnVariables(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables)
        {
            before.Add(name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in before) Environment.SetEnvironmentVariable(name, value);
    }

    [CollectionDefinition(Collection, DisableParallelization = true)]
    public sealed class Alone;
}
