using System.Collections;
using System.Management.Automation;
using AmiTools.Cmdlets.Base;

namespace AmiTools.Cmdlets.Completion;

/// <summary>What a completer may ask the shell that it runs in: its location and its variables. It is handed neither.</summary>
internal sealed class ShellState(SessionState? session)
{
    /// <summary>The state of the shell on this thread.</summary>
    public static ShellState Current()
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return new(shell.AddScript("$ExecutionContext.SessionState").Invoke().FirstOrDefault()?.BaseObject as SessionState);
    }

    /// <summary>The shell's location, which is not the process's folder.</summary>
    public string Location => session?.Path.CurrentFileSystemLocation.ProviderPath ?? Environment.CurrentDirectory;

    /// <summary>A path as the shell understands it.</summary>
    public string FullPath(string path) => session is null ? Path.GetFullPath(path) : FolderPath.Full(session.Path, path);

    /// <summary>The value of a variable; null where there is none.</summary>
    public object? Variable(string name) => session?.PSVariable.GetValue(name);

    /// <summary>
    /// The texts of a parameter that stands elsewhere in the command. PowerShell hands over constants as they are, and what it
    /// does not evaluate as it is written.
    /// </summary>
    public IReadOnlyList<string> Texts(IDictionary typed, string parameter) => [.. Values(typed[parameter])];

    /// <summary>The same of a parameter that takes one.</summary>
    public string? Text(IDictionary typed, string parameter) => Texts(typed, parameter).FirstOrDefault();

    /// <summary>The object that a parameter elsewhere in the command gets, where it is a variable; null otherwise.</summary>
    public object? Object(IDictionary typed, string parameter) => typed[parameter] is string { Length: > 1 } text && text[0] == '$' ? Variable(text.Substring(1).Trim('{', '}')) : null;

    private IEnumerable<string> Values(object? value)
    {
        if (value is PSObject wrapped) value = wrapped.BaseObject;
        return value switch
        {
            null => [],
            string { Length: > 1 } text when text[0] == '$' => Values(Variable(text.Substring(1).Trim('{', '}'))),
            string text => [text],
            IEnumerable several => several.Cast<object?>().SelectMany(Values),
            _ => LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? [text] : [],
        };
    }
}
