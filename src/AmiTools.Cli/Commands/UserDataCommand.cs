using System.CommandLine;
using System.Text;
using System.Text.Json;
using AmiTools.Cli.Views;
using AmiTools.Core.UserData;

namespace AmiTools.Cli.Commands;

/// <summary><c>user-data</c>: makes and checks the document that an instance boots with.</summary>
internal static class UserDataCommand
{
    private const string FromInput = "-";

    public static Command Create(CommandRunner runner) => new("user-data", "Makes and checks the JSON document that an instance boots with.") { New(runner), Check(runner), Schema(runner) };

    private static Command New(CommandRunner runner)
    {
        var environment = new Argument<string>("environment") { Description = "The environment that the instance belongs to." }.RefusingOptions();
        var service = new Option<string?>("--service") { Description = "The service's name, where an image can be more than one.", HelpName = "name" };
        var path = new Option<string?>("--parameter-path") { Description = "A path of Parameter Store whose parameters the instance reads at boot.", HelpName = "path" };
        var extra = KeyValueOption.Create("--extra", "A key of 'extra'; may be given several times. A value that is JSON (true, 7, {\"logging\": true}) is taken as that, anything else as text.");
        var base64 = new Option<bool>("--base64") { Description = "Base64, as launch templates and CloudFormation take it." };
        var environments = new Option<string?>("--environments") { Description = "An environments file, or a folder with one, that must know the environment.", HelpName = "path" };
        var command = new Command("new", "Makes the document.") { environment, service, path, extra, base64, environments };
        return runner.Bind(command, (session, parsed) =>
        {
            var text = new MakeUserData(session.Surroundings).Run(new()
            {
                Environment = parsed.GetValue(environment)!,
                Service = parsed.GetValue(service),
                ParameterPath = parsed.GetValue(path),
                Extra = parsed.GetValue(extra)?.ToDictionary(e => e.Key, e => Value(e.Value)),
                EnvironmentsPath = parsed.GetValue(environments),
            });
            session.Host.Out.WriteLine(parsed.GetValue(base64) ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static Command Check(CommandRunner runner)
    {
        var file = new Argument<string?>("file") { Description = "A file with the document or its base64; - is standard input.", Arity = ArgumentArity.ZeroOrOne };
        var instance = new Option<string?>("--instance") { Description = "An instance's id.", HelpName = "id" };
        var template = new Option<string?>("--launch-template") { Description = "A launch template's id or name.", HelpName = "id or name" };
        var version = new Option<string?>("--launch-template-version") { Description = "The template's version: a number, $Default or $Latest. Without it, $Default.", HelpName = "version" };
        var targets = new TargetOptions();
        var command = new Command("check", "Checks user data and shows every problem.") { file, instance, template, version };
        targets.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(file), result.GetValue(instance), result.GetValue(template) }.Count(v => v is not null) != 1) result.AddError("Give one of a file, --instance and --launch-template.");
        });
        return runner.Bind(command, async (session, parsed) =>
        {
            var from = parsed.GetValue(file);
            var request = new UserDataCheckRequest
            {
                Text = from == FromInput ? session.Host.In.ReadToEnd() : null,
                Path = from == FromInput ? null : from,
                InstanceId = parsed.GetValue(instance),
                LaunchTemplate = parsed.GetValue(template),
                LaunchTemplateVersion = parsed.GetValue(version),
                Targets = targets.Read(parsed),
            };
            var checks = await new CheckUserData(session.Surroundings).RunAsync(request, session.Reporter, session.Cancel);
            session.Write(checks, screen => UserDataView.Show(screen, checks));
            return checks.All(c => c.IsValid) ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static Command Schema(CommandRunner runner) => runner.Bind(new("schema", "Prints the document's JSON Schema."), (session, _) =>
    {
        session.Host.Out.Write(UserDataSchema.Read());
        return Task.FromResult(ExitCode.Done);
    });

    private static object? Value(string text)
    {
        try
        {
            return Plain(JsonDocument.Parse(text).RootElement);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(m => m.Name, m => Plain(m.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.TryGetDecimal(out var number) ? number : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => value.GetString(),
    };
}
