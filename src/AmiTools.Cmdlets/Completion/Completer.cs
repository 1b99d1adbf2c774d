using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AmiTools.Cmdlets.Base;
using AmiTools.Core;
using AmiTools.Core.Completion;

namespace AmiTools.Cmdlets.Completion;

/// <summary>
/// Proposes values for a parameter. It never fails and is never late: whoever presses Tab gets what is known within two
/// seconds, or nothing. Nothing of Core is touched before that.
/// </summary>
internal abstract class Completer : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var word = TypedWord.Read(wordToComplete);
            var shell = ShellState.Current();
            return [.. Propose(word.Text, fakeBoundParameters ?? new Hashtable(), shell).Select(s => new CompletionResult(word.Write(s.Value), s.Value, CompletionResultType.ParameterValue, s.About))];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What is wrong, the command itself will say.
            return [];
        }
    }

    private IReadOnlyList<Suggestion> Propose(string word, IDictionary typed, ShellState shell)
    {
        var parameters = TypedParameters.Read(typed, shell);
        var request = new SuggestionRequest { Word = word, Targets = parameters.Selection, Names = shell.Texts(typed, "Name") };
        // Not on the shell's thread, which must come back whatever the sources do.
        return Task.Run(() => AskAsync(request, parameters)).GetAwaiter().GetResult();
    }

    private protected static Surroundings Surroundings(ConnectionParameters parameters) => Composition.Surroundings(parameters.Location, parameters.Connector);

    private protected abstract Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters);
}
