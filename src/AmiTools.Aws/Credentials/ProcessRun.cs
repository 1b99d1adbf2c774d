using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace AmiTools.Aws;

/// <summary>How a <c>credential_process</c> ended.</summary>
internal sealed record ProcessEnd(int Code, string Output, string Errors);

/// <summary>Runs a <c>credential_process</c> to its end, without a shell, with the environment that it is given and no other.</summary>
internal static class ProcessRun
{
    // A document of credentials has some 2,000 characters.
    private const int LongestOutput = 64 * 1024;

    /// <summary>Runs it.</summary>
    /// <returns>How it ended; null if it, or what it has started, still held its output open when the time was over.</returns>
    /// <exception cref="FormatException">It can't be started, or it prints without end.</exception>
    public static async Task<ProcessEnd?> RunAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> variables, TimeSpan timeout, CancellationToken cancel)
    {
        using var process = Start(words, variables);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        budget.CancelAfter(timeout);
        var over = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var register = budget.Token.Register(() => over.TrySetResult(true));
        var exited = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult(true);
        process.EnableRaisingEvents = true;
        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput, onlyEnd: false);
        var errors = ReadAsync(process.StandardError, onlyEnd: true);
        var done = Task.WhenAll(exited.Task, output, errors);
        var first = await Task.WhenAny(done, over.Task, Failed(output)).ConfigureAwait(false);
        if (first == done)
        {
            await done.ConfigureAwait(false);
            return new(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        Kill(process);
        cancel.ThrowIfCancellationRequested();
        if (output.IsFaulted) await output.ConfigureAwait(false);
        return null;
    }

    private static Process Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(words[0])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
#if NET
        foreach (var word in words.Skip(1)) start.ArgumentList.Add(word);
#else
        start.Arguments = string.Join(" ", words.Skip(1).Select(Quoted));
#endif
        start.EnvironmentVariables.Clear();
        foreach (var variable in variables) start.EnvironmentVariables[variable.Key] = variable.Value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw new FormatException($"'{words[0]}' can't be started; give its full path, since no shell expands it");
        }
    }

#if !NET
    // As Windows programs take command lines apart (Parsing C++ Command-Line Arguments, Microsoft Learn).
    private static string Quoted(string word) =>
        "\"" + System.Text.RegularExpressions.Regex.Replace(System.Text.RegularExpressions.Regex.Replace(word, @"(\\*)""", @"$1$1\"""), @"(\\+)$", "$1$1") + "\"";
#endif

    private static async Task<string> ReadAsync(StreamReader reader, bool onlyEnd)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        for (int read; (read = await reader.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false)) > 0;)
        {
            text.Append(buffer, 0, read);
            if (text.Length <= LongestOutput) continue;
            if (onlyEnd) text.Remove(0, text.Length - LongestOutput);
            else throw new FormatException($"it printed more than {LongestOutput} characters; expected a small JSON document");
        }
        return text.ToString();
    }

    private static Task Failed(Task task)
    {
        var failed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = task.ContinueWith(_ => failed.TrySetResult(true), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return failed.Task;
    }

    private static void Kill(Process process)
    {
        try
        {
#if NET
            process.Kill(entireProcessTree: true);
#else
            process.Kill();
#endif
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile.
        }
    }
}
