using System.CommandLine;

namespace AmiTools.Cli.Commands;

/// <summary>An option that takes KEY=VALUE, any number of times; the value may be empty and may contain <c>=</c>.</summary>
internal static class KeyValueOption
{
    public static Option<IReadOnlyDictionary<string, string>> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var token in result.Tokens)
            {
                var equals = token.Value.IndexOf('=');
                if (equals <= 0) result.AddError($"{name} expects KEY=VALUE, such as {name} instance_type=t3.small; it was given '{token.Value}'.");
                else if (!values.TryAdd(token.Value[..equals], token.Value[(equals + 1)..])) result.AddError($"{name} gives '{token.Value[..equals]}' twice; give it once.");
            }
            return values;
        },
    };
}
