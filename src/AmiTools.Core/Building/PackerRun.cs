using System.Text.RegularExpressions;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>How a run of Packer ended.</summary>
internal sealed record PackerResult(int ExitCode, PackerObservations Observations)
{
    /// <summary>True if it was not killed; Packer's own codes are 0 and 1.</summary>
    public bool EndedByItself => ExitCode is 0 or 1;
}

/// <summary>
/// Runs Packer and reads what it says while it says it. Each line is first looked through for what was made, which is
/// kept before anything else happens, then rid of secrets, then reported.
/// </summary>
internal sealed class PackerRun(IMachine machine, TimeSpan grace, TimeProvider time, SecretScrubber scrubber, IReporter reporter)
{
    // Packer puts the build's name before each line, so a wrapped secret's rest does not stand at the line's beginning.
    private static readonly Regex Prefix = new(@"^(==> |    )?[\w.\- ]+: ", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Runs to the end.</summary>
    /// <param name="command">The command; its arguments hold no secret.</param>
    /// <param name="started">Told the process before it does anything.</param>
    /// <param name="seen">Told whenever a line has shown something that was made.</param>
    /// <param name="said">Told what Packer is doing, in its own words.</param>
    /// <param name="stop">Asks Packer to clean up and end.</param>
    public async Task<PackerResult> RunAsync(ChildCommand command, Func<ProcessMark, Task> started, Func<PackerObservations, Task> seen, Action<string> said, CancellationToken stop)
    {
        var observations = new PackerObservations();
        var code = await machine.RunAsync(command, grace, time, started, async raw =>
        {
            if (PackerLine.Parse(raw) is not { } line)
            {
                reporter.Output(Clean(raw));
                return;
            }
            var before = observations;
            observations = observations.Observe(line);
            if (observations.Seen != before.Seen || observations.ImageRequested != before.ImageRequested) await seen(observations).ConfigureAwait(false);
            if (line.UiText is not { } text) return;
            text = Clean(text);
            foreach (var part in text.Split('\n')) reporter.Output(part.TrimEnd('\r'));
            if (line.IsUiSay && Prefix.Replace(text, "").Trim() is { Length: > 0 } words) said(words);
        }, error =>
        {
            reporter.Verbose(Clean(error));
            return Task.CompletedTask;
        }, stop).ConfigureAwait(false);
        return new PackerResult(code, observations with { Errors = [.. observations.Errors.Select(Clean)] });
    }

    private string Clean(string text) => string.Join("\n", text.Split('\n').Select(line =>
    {
        var prefix = Prefix.Match(line).Value;
        return scrubber.Scrub(prefix) + scrubber.Scrub(line.Substring(prefix.Length));
    }));
}
