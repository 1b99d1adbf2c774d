using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Access;

namespace AmiTools.Cli.Commands;

/// <summary><c>access</c>, <c>share</c>, <c>unshare</c>: who may use images and their snapshots.</summary>
internal static class AccessCommands
{
    public static Command Access(CommandRunner runner)
    {
        var images = Images();
        var targets = new TargetOptions();
        var command = new Command("access", "Tells who may launch images and read their snapshots; changes nothing.") { images };
        targets.AddTo(command);
        return runner.Bind(command, async (session, parsed) =>
        {
            var found = await new GetAccess(session.Surroundings).RunAsync(new() { Targets = targets.Read(parsed), Images = parsed.GetRequiredValue(images) }, session.Reporter, session.Cancel);
            session.Write(found, screen => AccessView.Show(screen, found));
            return ExitCode.Done;
        });
    }

    public static Command Share(CommandRunner runner)
    {
        var exact = new Option<bool>("--exact") { Description = "Makes the list exactly this: whoever is not named loses access." };
        var open = new Option<bool>("--public") { Description = "Shares with EVERYBODY. Takes --yes too." };
        var yes = new Option<bool>("--yes") { Description = "Confirms that an image becomes public." };
        var command = new Command("share", "Shares images, with their snapshots; only what is missing is added.") { exact, open, yes };
        return Change(runner, command, parsed => (parsed.GetValue(exact) ? AccessChange.Exact : AccessChange.Grant, parsed.GetValue(open), parsed.GetValue(yes)));
    }

    public static Command Unshare(CommandRunner runner)
    {
        var open = new Option<bool>("--public") { Description = "Makes a public image no longer public." };
        var command = new Command("unshare", "Takes the access to images and their snapshots away.") { open };
        return Change(runner, command, parsed => (AccessChange.Revoke, parsed.GetValue(open), false));
    }

    private static Command Change(CommandRunner runner, Command command, Func<ParseResult, (AccessChange Change, bool Public, bool Yes)> read)
    {
        var images = Images();
        var targets = new TargetOptions();
        var accounts = new Option<string[]>("--account") { Description = "An account, 12 digits; may be given several times.", HelpName = "id" };
        var organizations = new Option<string[]>("--organization") { Description = "An organization; may be given several times.", HelpName = "arn" };
        var units = new Option<string[]>("--organizational-unit") { Description = "An organizational unit; may be given several times.", HelpName = "arn" };
        var whatIf = new Option<bool>("--what-if") { Description = "Shows what would be added and taken away, and changes nothing." };
        command.Add(images);
        targets.AddTo(command);
        foreach (var option in new Option[] { accounts, organizations, units, whatIf }) command.Add(option);
        return runner.Bind(command, async (session, parsed) =>
        {
            var (change, open, yes) = read(parsed);
            var request = new AccessRequest
            {
                Targets = targets.Read(parsed),
                Images = parsed.GetRequiredValue(images),
                Change = change,
                Accounts = parsed.GetValue(accounts) ?? [],
                Organizations = parsed.GetValue(organizations) ?? [],
                OrganizationalUnits = parsed.GetValue(units) ?? [],
                Public = open,
            };
            var plans = await new PlanAccess(session.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
            foreach (var warning in plans.SelectMany(p => p.Warnings)) session.Reporter.Warning(warning);
            if (parsed.GetValue(whatIf))
            {
                session.Write(plans, screen => AccessView.Show(screen, plans));
                return ExitCode.Done;
            }
            if (plans.FirstOrDefault(p => p.MakesPublic) is { } opened && !yes)
            {
                throw new AmiToolsException("PublicNotConfirmed", FailureKind.InvalidInput,
                    $"EVERYBODY with an AWS account would be able to launch {opened.Now.ImageId} and to read what is in it. Nothing was changed. Give --yes too, if that is meant.", opened.Now.ImageId);
            }
            var after = new List<AmiAccess>();
            foreach (var plan in plans) after.Add(await new ChangeAccess(session.Surroundings).RunAsync(request, plan, session.Reporter, session.Cancel));
            session.Write(after, screen => AccessView.Show(screen, after));
            return ExitCode.Done;
        }, undoes: true);
    }

    private static Argument<string[]> Images() =>
        new Argument<string[]>("image") { Description = "Images: ids, or name@version.", Arity = ArgumentArity.OneOrMore }.RefusingOptions();
}
