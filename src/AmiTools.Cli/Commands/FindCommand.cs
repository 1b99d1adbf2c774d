using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Images;

namespace AmiTools.Cli.Commands;

/// <summary><c>find</c>: images by name and version, or whole pairs.</summary>
internal static class FindCommand
{
    public static Command Create(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "The image's name; with --pairs it may have wildcards." }.RefusingOptions();
        var version = new Argument<string?>("version") { Description = "An exact version, a wildcard (2.0.*), a range (\">=2.0 <3\") or latest.", Arity = ArgumentArity.ZeroOrOne }.RefusingOptions();
        var targets = new TargetOptions();
        var pairs = new Option<bool>("--pairs") { Description = "Shows pairs, each with its members side by side." };
        var all = new Option<bool>("--all") { Description = "Every match, newest first, instead of the best one of each target." };
        var prerelease = new Option<bool>("--include-prerelease") { Description = "Shows prereleases too." };
        var incomplete = new Option<bool>("--include-incomplete") { Description = "Shows members of pairs that are not complete, and images that are not available." };
        var unregistered = new Option<bool>("--include-unregistered") { Description = "Shows images that have a version tag but were not built by AmiTools." };

        var command = new Command("find", "Finds images by name and version, in all targets side by side.") { name, version };
        targets.AddTo(command);
        foreach (var option in new Option[] { pairs, all, prerelease, incomplete, unregistered }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(pairs)) return;
            if (result.GetValue(all)) result.AddError("--all has no meaning with --pairs: every pair that matches is shown.");
            if (result.GetValue(unregistered)) result.AddError("--include-unregistered has no meaning with --pairs: an unregistered image is in no pair.");
        });

        return runner.Bind(command, async (session, parsed) =>
        {
            if (parsed.GetValue(pairs))
            {
                var found = await new FindPairs(session.Surroundings).RunAsync(
                    new FindPairsRequest
                    {
                        Targets = targets.Read(parsed),
                        Names = [parsed.GetRequiredValue(name)],
                        Version = parsed.GetValue(version),
                        IncludePrerelease = parsed.GetValue(prerelease),
                        IncludeIncomplete = parsed.GetValue(incomplete),
                    }, session.Reporter, session.Cancel);
                session.Write(found, screen => PairView.ShowAll(screen, found));
                return ExitCode.Done;
            }
            var images = await new FindImages(session.Surroundings).RunAsync(
                new FindImagesRequest
                {
                    Targets = targets.Read(parsed),
                    Name = parsed.GetRequiredValue(name),
                    Version = parsed.GetValue(version) ?? "latest",
                    All = parsed.GetValue(all),
                    IncludePrerelease = parsed.GetValue(prerelease),
                    IncludeIncomplete = parsed.GetValue(incomplete),
                    IncludeUnregistered = parsed.GetValue(unregistered),
                }, session.Reporter, session.Cancel);
            session.Write(images, screen => ImageView.Show(screen, images));
            return ExitCode.Done;
        });
    }
}
