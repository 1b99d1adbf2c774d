using System.CommandLine;
using AmiTools.Core.Copying;

namespace AmiTools.Cli.Commands;

/// <summary><c>copy</c>: an image to other targets.</summary>
internal static class CopyCommand
{
    public static Command Create(CommandRunner runner)
    {
        var image = new Argument<string>("image") { Description = "The image: an id, or name@version." }.RefusingOptions();
        var targets = new TargetOptions();
        var encrypt = new Option<bool>("--encrypt") { Description = "Encrypts the copies." };
        var key = new Option<string?>("--kms-key-id") { Description = "The key of the copies, in the destination's account and Region.", HelpName = "key" };
        var runs = new Option<string?>("--runs") { Description = "The folder in which run folders are made. Without it, runs beside the environments file.", HelpName = "path" };
        var local = new Option<bool>("--local-journal") { Description = "Keeps the journal in the run folder only, so that no other machine can repair the run." };
        var whatIf = new Option<bool>("--what-if") { Description = "Checks everything, shows what would be copied, and shares and copies nothing." };
        var command = new Command("copy", "Copies an image to the targets that --target names: all of them or none. What is shared for it is taken back.") { image };
        targets.AddTo(command);
        foreach (var option in new Option[] { encrypt, key, runs, local, whatIf }) command.Add(option);
        return runner.Bind(command, async (session, parsed) =>
        {
            var request = new CopyRequest
            {
                Image = parsed.GetRequiredValue(image),
                Targets = targets.Read(parsed),
                Encrypt = parsed.GetValue(encrypt),
                KmsKeyId = parsed.GetValue(key),
                RunsPath = parsed.GetValue(runs),
                LocalJournalOnly = parsed.GetValue(local),
            };
            var plan = await new PlanCopy(session.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
            if (parsed.GetValue(whatIf))
            {
                session.Write(new { plan.RunId, plan.Source, plan.Destinations }, screen => screen.Line(CopyText.Describe(plan) + "."));
                return ExitCode.Done;
            }
            var copies = await new CopyImages(session.Surroundings).RunAsync(plan, session.Reporter, session.Cancel);
            session.Write(copies, screen => screen.Table(new(["target", "account", "region", "image", "name", "version"], [.. copies.Select(c => new[] { c.Target, c.AccountId, c.Region, c.ImageId, c.Name, c.Version })])));
            return ExitCode.Done;
        }, undoes: true);
    }
}
