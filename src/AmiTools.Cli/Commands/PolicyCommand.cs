using System.CommandLine;
using AmiTools.Core.Policies;

namespace AmiTools.Cli.Commands;

/// <summary><c>policy</c>: the IAM policy of chosen cmdlets.</summary>
internal static class PolicyCommand
{
    public static Command Create(CommandRunner runner)
    {
        var cmdlets = new Argument<string[]>("cmdlet") { Description = "Names of cmdlets, with wildcards: Update-AmiLastUsed is the scan.", Arity = ArgumentArity.OneOrMore }.RefusingOptions();
        var partition = new Option<string>("--partition") { Description = "The partition of the ARNs: aws, aws-cn or aws-us-gov.", HelpName = "name", DefaultValueFactory = _ => "aws" };
        var explain = new Option<bool>("--explain") { Description = "Lists each action with what it is for." };
        var command = new Command("policy", "Prints the least-privilege IAM policy for chosen cmdlets.") { cmdlets, partition, explain };
        return runner.Bind(command, (session, parsed) =>
        {
            var request = new PolicyRequest { Cmdlets = parsed.GetValue(cmdlets) ?? [], Partition = parsed.GetValue(partition)! };
            if (!parsed.GetValue(explain))
            {
                session.Host.Out.WriteLine(new GetPolicy().Run(request));
                return Task.FromResult(ExitCode.Done);
            }
            var permissions = new GetPolicy().Explain(request);
            session.Write(permissions, screen => screen.Table(new(
                ["cmdlet", "action", "called by", "what for"],
                permissions.Select(p => new[] { p.Cmdlet, p.Action, p.IsDependent ? "AWS or Packer" : "AmiTools", p.Why }))));
            return Task.FromResult(ExitCode.Done);
        });
    }
}
