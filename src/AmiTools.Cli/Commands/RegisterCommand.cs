using System.CommandLine;
using AmiTools.Cli.Views;
using AmiTools.Core.Images;

namespace AmiTools.Cli.Commands;

/// <summary><c>register</c>: images that existed before become a pair.</summary>
internal static class RegisterCommand
{
    public static Command Create(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "The name that the images get." }.RefusingOptions();
        var version = new Argument<string>("version") { Description = "The version, a release such as 2.0.57." }.RefusingOptions();
        var images = new Argument<string[]>("image") { Description = "The images' ids, one of every target.", Arity = ArgumentArity.OneOrMore }.RefusingOptions();
        var targets = new TargetOptions();
        var commit = new Option<string?>("--commit") { Description = "The git commit that the images were built from, if it is known.", HelpName = "id" };
        var whatIf = new Option<bool>("--what-if") { Description = "Checks everything, shows what would be tagged, and tags nothing." };
        var command = new Command("register", "Makes images that existed before a pair, by tags: all of them, or none.") { name, version, images };
        targets.AddTo(command);
        command.Add(commit);
        command.Add(whatIf);
        return runner.Bind(command, async (session, parsed) =>
        {
            var request = new RegisterPairRequest
            {
                Targets = targets.Read(parsed),
                Name = parsed.GetRequiredValue(name),
                Version = parsed.GetRequiredValue(version),
                ImageIds = parsed.GetRequiredValue(images),
                Commit = parsed.GetValue(commit),
            };
            var plan = await new PlanRegistration(session.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
            if (parsed.GetValue(whatIf))
            {
                session.Write(new { plan.Request.Name, plan.Request.Version, plan.PairId, plan.Members }, screen =>
                {
                    screen.Heading($"{plan.Request.Name} {plan.Request.Version} would be these images:");
                    screen.Table(new(["target", "account", "image", "name in EC2", "snapshots"], [.. plan.Members.Select(m => new[] { m.Target, m.AccountId, m.ImageId, m.ImageName, $"{m.SnapshotIds.Count}" })]));
                });
                return ExitCode.Done;
            }
            var pair = await new RegisterPair(session.Surroundings).RunAsync(plan, session.Reporter, session.Cancel);
            session.Write(pair, screen => PairView.Show(screen, pair));
            return ExitCode.Done;
        }, undoes: true);
    }
}
