using System.CommandLine;
using System.Globalization;
using AmiTools.Core.Cleanup;
using AmiTools.Core.Cleanup.Restoring;

namespace AmiTools.Cli.Commands;

/// <summary><c>protect</c>, <c>unprotect</c>, <c>restore</c>: what a cleanup does not take, and what it gives back.</summary>
internal static class ProtectCommands
{
    public static Command Protect(CommandRunner runner)
    {
        var reason = new Option<string>("--reason") { Description = "Why: what uses the image.", HelpName = "text", Required = true };
        var until = new Option<string?>("--until") { Description = "When the pin ends: a day, which counts to its end, or a time, both in UTC. Without it, never.", HelpName = "date" };
        var by = new Option<string?>("--by") { Description = "Who pins it. Without it, the user of this session.", HelpName = "name" };
        var command = new Command("protect", "Pins images, so that no cleanup takes them.") { reason, until, by };
        return Pin(runner, command, (parsed, request) => request with { Reason = parsed.GetRequiredValue(reason), Until = Date(parsed.GetValue(until)), By = parsed.GetValue(by) });
    }

    public static Command Unprotect(CommandRunner runner) => Pin(runner, new Command("unprotect", "Takes the pins off images, whoever set them."), (_, request) => request with { Remove = true });

    public static Command Restore(CommandRunner runner)
    {
        var (images, targets, whatIf) = (Images(), new TargetOptions(), WhatIf());
        var command = new Command("restore", "Brings images back: out of a stage of the cleanup, or with their snapshots out of the Recycle Bin.") { images, whatIf };
        targets.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var request = new RestoreRequest { Targets = targets.Read(parsed), Images = parsed.GetRequiredValue(images) };
            var restore = new RestoreImages(session.Surroundings);
            var done = new List<RestoredImage>();
            foreach (var planned in await restore.PlanAsync(request, session.Reporter, session.Cancel))
                done.Add(parsed.GetValue(whatIf) || planned.Steps.Count == 0 ? planned : await restore.RunAsync(request, planned, session.Reporter, session.Cancel));
            session.Write(done, screen =>
            {
                foreach (var image in done) screen.Line($"{image}{(image.SharedWith.Count > 0 ? ", shared again with " + string.Join(", ", image.SharedWith) : "")}");
            });
            return ExitCode.Done;
        });
    }

    private static Command Pin(CommandRunner runner, Command command, Func<ParseResult, PinRequest, PinRequest> complete)
    {
        var (images, targets, whatIf) = (Images(), new TargetOptions(), WhatIf());
        command.Add(images);
        command.Add(whatIf);
        targets.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var request = complete(parsed, new() { Targets = targets.Read(parsed), Images = parsed.GetRequiredValue(images) });
            var pins = new PinImages(session.Surroundings);
            var planned = await pins.PlanAsync(request, session.Reporter, session.Cancel);
            if (!parsed.GetValue(whatIf)) foreach (var image in planned.Where(p => p.Pinned != p.PinnedBefore)) await pins.RunAsync(request, image, session.Reporter, session.Cancel);
            session.Write(planned, screen =>
            {
                foreach (var image in planned) screen.Line($"{image}");
            });
            return ExitCode.Done;
        });
    }

    private static DateTimeOffset? Date(string? text) => text is null ? null
        : DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date
        : throw new AmiToolsException("DateInvalid", FailureKind.InvalidInput, $"--until is '{text}'; expected a day or a time in UTC, such as 2026-04-01 or 2026-04-01T12:00Z.", text);

    private static Argument<string[]> Images() =>
        new Argument<string[]>("image") { Description = "Images: ids, or name@version.", Arity = ArgumentArity.OneOrMore }.RefusingOptions();

    private static Option<bool> WhatIf() => new("--what-if") { Description = "Shows what would be changed, and changes nothing." };
}
