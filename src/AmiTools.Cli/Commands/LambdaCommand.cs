using System.CommandLine;
using AmiTools.Cli.Lambda;

namespace AmiTools.Cli.Commands;

/// <summary><c>lambda</c>: this program as a custom runtime of AWS Lambda.</summary>
internal static class LambdaCommand
{
    // "Defined runtime environment variables", AWS Lambda Developer Guide.
    private const string Address = "AWS_LAMBDA_RUNTIME_API", Handler = "_HANDLER", Root = "LAMBDA_TASK_ROOT";

    public static Command Create(CommandRunner runner)
    {
        var environments = new Option<string?>("--environments") { Description = "The environments file. Without it, that of the handler beside the program: scan.yaml, cleanup.yaml.", HelpName = "path" };
        var command = new Command("lambda", "Runs as a function of AWS Lambda: its handler is the job (scan, cleanup). See examples/lambda.") { environments };
        return runner.Bind(command, async (session, parsed) =>
        {
            var variables = session.Host.Variables;
            if (!variables.TryGetValue(Address, out var address) || !variables.TryGetValue(Handler, out var job))
                throw new AmiToolsException("NotInLambda", FailureKind.InvalidInput, $"This command is started by AWS Lambda, which sets {Address} and {Handler}; they are not set here. See examples/lambda/README.md.", Address);
            var file = parsed.GetValue(environments) ?? Path.Combine(variables.GetValueOrDefault(Root) ?? session.Host.WorkingDirectory, job + ".yaml");
            using var api = new RuntimeApi(address);
            await new JobLoop(session.Host, api, job, ["--environments", file, "--log", CommonOptions.ToOutput]).RunAsync(session.Cancel);
            return ExitCode.Done;
        });
    }
}
