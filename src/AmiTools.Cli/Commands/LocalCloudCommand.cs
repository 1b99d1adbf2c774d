using System.CommandLine;
using AmiTools.Cli.Clouds;
using AmiTools.Cli.Reporting;
using AmiTools.Core;
using AmiTools.LocalCloud;

namespace AmiTools.Cli.Commands;

/// <summary><c>local-cloud</c>: accounts of a cloud on this machine, until somebody stops it.</summary>
internal static class LocalCloudCommand
{
    public static Command Create(CommandRunner runner)
    {
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", HelpName = "number" };
        var accounts = AccountOption();
        var region = new Option<string>("--region") { Description = "The Region that the accounts work in (eu-west-1).", HelpName = "name", DefaultValueFactory = _ => "eu-west-1" };
        var images = new Option<int>("--images") { Description = "How many images each account has from the start (0).", HelpName = "number" };
        var pending = DurationOption.Create("--pending-delay", "How long images, snapshots and instances are pending, such as 500ms or 10s.");
        var visibility = DurationOption.Create("--visibility-delay", "How long new ids and tags are not seen yet by everybody.");
        var faults = new Option<string?>("--fault-plan") { Description = "A JSON file with calls that are to fail.", HelpName = "path" };
        var environments = new Option<string?>("--environments") { Description = "A folder to write environments.yaml for this cloud to, and scripts that put its keys into a shell.", HelpName = "path" };
        var ready = new Option<string?>("--ready-file") { Description = "A file that is written, with what --json says, once the cloud answers.", HelpName = "path" };
        var stdin = new Option<bool>("--stop-on-stdin-close") { Description = "Stops when standard input is closed, and not with Ctrl+C: a cloud that does not outlive its parent." };

        var command = new Command("local-cloud", "Runs a local cloud (EC2, Auto Scaling, STS, Parameter Store) on 127.0.0.1 until it is stopped with Ctrl+C.");
        foreach (var option in new Option[] { port, accounts, region, images, pending, visibility, faults, environments, ready, stdin }) command.Add(option);
        port.Validators.Add(result =>
        {
            if (result.Errors.Any()) return;
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError("--port expects 0 to 65535.");
        });
        images.Validators.Add(result =>
        {
            if (result.Errors.Any()) return;
            if (result.GetValueOrDefault<int>() is < 0 or > 1_000_000) result.AddError("--images expects 0 to 1000000.");
        });

        return runner.Bind(command, async (session, parsed) =>
        {
            var host = session.Host;
            // Who stops a build with Ctrl+C needs the cloud for the undo.
            if (parsed.GetValue(stdin)) host.Stop.LeaveKeyboard();
            var given = parsed.GetValue(accounts);
            var settings = new LocalCloudSettings
            {
                Port = parsed.GetValue(port),
                Accounts = given is { Count: > 0 } ? given : LocalAccount.Usual,
                Region = parsed.GetRequiredValue(region),
                Images = parsed.GetValue(images),
                PendingDelay = parsed.GetValue(pending),
                VisibilityDelay = parsed.GetValue(visibility),
                FaultPlan = parsed.GetValue(faults) is { } plan ? Path.GetFullPath(plan, host.WorkingDirectory) : null,
                Time = host.Time,
            };
            await using var cloud = await RunningCloud.StartAsync(settings, session.Cancel);
            using var mark = LocalCloudMark.Put();
            var announcement = Announcement(cloud);
            var files = parsed.GetValue(environments) is { } folder
                ? EnvironmentsFile.Write(Path.GetFullPath(folder, host.WorkingDirectory), cloud.Url, settings.Region, settings.Accounts)
                : [];
            if (parsed.GetValue(ready) is { } file) WriteAtOnce(Path.GetFullPath(file, host.WorkingDirectory), JsonText.Line(announcement) + "\n");
            if (session.IsJson) host.Out.WriteLine(JsonText.Line(announcement));
            else Show(session.Screen, cloud, files);
            host.Out.Flush();

            var stopped = Task.Delay(Timeout.InfiniteTimeSpan, session.Cancel);
            var orphaned = parsed.GetValue(stdin) ? Task.Run(() => host.In.ReadToEnd()) : Task.Delay(Timeout.InfiniteTimeSpan, session.Cancel);
            await Task.WhenAny(stopped, orphaned);
            return ExitCode.Done;
        });
    }

    private static Option<IReadOnlyList<LocalAccount>> AccountOption() => new("--account")
    {
        Description = "An account and the name of its target; may be given several times (111111111111=dev and 222222222222=prod).",
        HelpName = "id=name",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var accounts = new List<LocalAccount>();
            foreach (var token in result.Tokens)
            {
                if (LocalAccount.Parse(token.Value) is not { } account)
                {
                    result.AddError($"--account expects twelve digits and a name, such as 111111111111=dev; it was given '{token.Value}'.");
                }
                else if (accounts.Any(a => a.Id == account.Id || a.VariablePrefix == account.VariablePrefix))
                {
                    result.AddError($"--account gives '{token.Value}' though its id or name is taken; give each once.");
                }
                else
                {
                    accounts.Add(account);
                }
            }
            return accounts;
        },
    };

    private static object Announcement(RunningCloud cloud) => new
    {
        Url = cloud.Url.GetLeftPart(UriPartial.Authority),
        cloud.Settings.Region,
        Accounts = cloud.Settings.Accounts.Select(a => new { a.Id, a.Name, a.AccessKeyId, a.SecretAccessKey, EnvironmentPrefix = a.VariablePrefix }),
        ProcessId = Environment.ProcessId,
    };

    private static void Show(Screen screen, RunningCloud cloud, IReadOnlyList<string> files)
    {
        screen.Line($"A local cloud answers on {cloud.Url.GetLeftPart(UriPartial.Authority)} (EC2, Auto Scaling, STS, Parameter Store; Region {cloud.Settings.Region}).");
        screen.Table(new(
            ["account", "target", "access key id", "secret access key"],
            [.. cloud.Settings.Accounts.Select(a => new[] { a.Id, a.Name, a.AccessKeyId, a.SecretAccessKey })]));
        if (files is [var environments, var shell, var powerShell])
        {
            screen.Line($"Its targets are written to {environments}.");
            screen.Line($"Put its keys into a shell with:  . {shell}");
            screen.Line($"or into PowerShell with:         . {powerShell}");
            screen.Line($"Then:  definitions list, build, find ... with --environments {environments}");
        }
        else
        {
            screen.Line("With --environments <folder> its targets and keys are written to files that builds can use.");
        }
        screen.Line("Stop it with Ctrl+C.");
    }

    private static void WriteAtOnce(string file, string text)
    {
        // Who waits for the file must never read half of it.
        var temporary = file + ".tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }
}
