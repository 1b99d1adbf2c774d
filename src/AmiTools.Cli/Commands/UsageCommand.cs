using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Usage;

namespace AmiTools.Cli.Commands;

/// <summary><c>usage</c>: who uses an image.</summary>
internal static class UsageCommand
{
    private const string FromInput = "-";

    public static Command Create(CommandRunner runner)
    {
        var names = new Argument<string[]>("name") { Description = "Names of images, with wildcards. Without it, all registered images.", Arity = ArgumentArity.ZeroOrMore }.RefusingOptions();
        var version = new Option<string?>("--version") { Description = "A version, a wildcard (2.0.*) or a range (\">=2.0 <3\"). Without it, all.", HelpName = "version" };
        var images = new Option<string[]>("--image") { Description = "An image's id, registered or not; may be given several times. With -, ids are read from standard input, one a line.", HelpName = "id" };
        var required = new Option<string[]>("--required-source") { Description = "A source that must answer in this run; may be given several times. See docs/usage-sources.md.", HelpName = "name" };
        var report = new Option<bool>("--usage-report") { Description = "Begins usage reports for images shared with accounts that are no target. A report is ready later: ask again." };
        var targets = new TargetOptions();
        var usage = new UsageOptionSet();
        var command = new Command("usage", "Tells who uses images; changes nothing.") { names, version, images };
        targets.AddTo(command);
        usage.AddTo(command);
        command.Add(required);
        command.Add(report);
        return runner.Bind(command, async (session, parsed) =>
        {
            var request = new UsageRequest
            {
                Targets = targets.Read(parsed),
                Names = parsed.GetValue(names) ?? [],
                Version = parsed.GetValue(version),
                ImageIds = Ids(parsed.GetValue(images) ?? [], session.Host.In),
                Options = usage.Read(parsed) with { Required = parsed.GetValue(required) ?? [], CreateReports = parsed.GetValue(report) },
            };
            var found = await new GetUsage(session.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
            session.Write(found, screen => UsageView.Show(screen, found));
            UsageText.ThrowIfUnknown(found);
            return ExitCode.Done;
        });
    }

    private static IReadOnlyList<string> Ids(IReadOnlyList<string> given, TextReader input)
    {
        if (!given.Contains(FromInput)) return given;
        IReadOnlyList<string> read = [.. input.ReadToEnd().Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
        // Nothing through a pipe must not turn into everything.
        if (read.Count == 0) throw new AmiToolsException("NoImageIds", FailureKind.InvalidInput, "--image - expects image ids on standard input, one a line; there was none.", FromInput);
        return [.. given.Where(i => i != FromInput).Concat(read).Distinct()];
    }
}
