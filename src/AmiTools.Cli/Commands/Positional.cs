using System.CommandLine;

namespace AmiTools.Cli.Commands;

/// <summary>Arguments that are known by their place alone.</summary>
internal static class Positional
{
    /// <summary>An unknown option must not be taken for the argument that could stand in its place.</summary>
    public static Argument<T> RefusingOptions<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-'))) result.AddError($"Unrecognized option '{token.Value}'.");
        });
        return argument;
    }
}
