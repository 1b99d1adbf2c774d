using System.Globalization;
using System.Text.RegularExpressions;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>Asks Packer itself whether it understands a template with these values: <c>packer validate</c>.</summary>
internal sealed class PackerValidation(string packer, Surroundings surroundings)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // "  on web.pkr.hcl line 4:"
    private static readonly Regex Place = new(@"\bon (\S+\.pkr\.(?:hcl|json)) line (\d+)", RegexOptions.CultureInvariant, Soon);

    /// <summary>Validates.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="target">The target whose values the input holds.</param>
    /// <param name="input">The files.</param>
    /// <param name="credentials">Asked only if Packer wants credentials, as newer versions do to look Regions up.</param>
    /// <param name="reporter">Gets what Packer logs.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IReadOnlyList<Problem>> RunAsync(AmiDefinition definition, AmiTarget target, PackerInput input, Func<Task<ChildCredentials>>? credentials, IReporter reporter, CancellationToken cancel)
    {
        var errors = await ErrorsAsync(definition, input, PackerEnvironment.Without(surroundings.Variables), [], reporter, cancel).ConfigureAwait(false);
        if (credentials is not null && errors.Any(e => e.IndexOf("credential", StringComparison.OrdinalIgnoreCase) >= 0))
        {
            var given = await credentials().ConfigureAwait(false);
            errors = await ErrorsAsync(definition, input, PackerEnvironment.For(surroundings.Variables, given, target.Region ?? "", target.EndpointUrl, TimeSpan.FromMinutes(1)),
                [given.SecretAccessKey, given.SessionToken], reporter, cancel).ConfigureAwait(false);
        }
        return [.. errors.Select(e => ToProblem(definition, target, e))];
    }

    private async Task<IReadOnlyList<string>> ErrorsAsync(
        AmiDefinition definition, PackerInput input, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string?> secrets, IReporter reporter, CancellationToken cancel)
    {
        var scrubber = SecretScrubber.Of(surroundings, [.. input.Secrets, .. secrets]);
        var command = new ChildCommand
        {
            Program = packer,
            Arguments = input.Arguments("validate", "-machine-readable"),
            WorkingDirectory = definition.Root,
            Variables = variables,
        };
        // What it says is wanted only as problems.
        var run = new PackerRun(surroundings.Machine, Grace, surroundings.Time, scrubber, new OnlyVerbose(reporter));
        var result = await run.RunAsync(command, _ => Task.CompletedTask, _ => Task.CompletedTask, _ => { }, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (result.ExitCode == 0) return [];
        return result.Observations.Errors.Count > 0 ? result.Observations.Errors : [$"packer validate ended with exit code {result.ExitCode} and without an error message"];
    }

    private static Problem ToProblem(AmiDefinition definition, AmiTarget target, string error)
    {
        var words = Regex.Replace(error, @"\s+", " ", RegexOptions.CultureInvariant, Soon).Trim();
        var place = Place.Match(words);
        if (!place.Success) return new Problem("PackerRefusesTemplate", "Packer does not accept the template: " + words, definition.TemplatePath, null, target.Name);
        var folder = Directory.Exists(definition.TemplatePath) ? definition.TemplatePath : Path.GetDirectoryName(definition.TemplatePath)!;
        return new Problem("PackerRefusesTemplate", "Packer does not accept the template: " + words,
            Path.Combine(folder, Path.GetFileName(place.Groups[1].Value)), int.Parse(place.Groups[2].Value, CultureInfo.InvariantCulture), target.Name);
    }

    private sealed class OnlyVerbose(IReporter reporter) : IReporter
    {
        public void Verbose(string message) => reporter.Verbose(message);

        public void Warning(string message) => reporter.Verbose(message);

        public void Output(string line) => reporter.Verbose(line);

        public void Progress(ProgressUpdate update) { }

        public void BlockOpened(string name) { }

        public void BlockClosed(string name) { }
    }
}
