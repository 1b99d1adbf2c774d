using System.Diagnostics;
using System.Text;

namespace AmiTools.LocalCloud.Tests.Clients;

internal sealed record ClientRun(int ExitCode, string Output, string Errors);

/// <summary>Runs a client that we did not write, in a bare environment with an account's keys.</summary>
internal static class Client
{
    public static async Task<ClientRun> RunAsync(string program, IEnumerable<string> arguments, CloudAccount? account = null, string? folder = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder ?? Path.GetTempPath() };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = Path.GetTempPath();
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        if (account is not null)
        {
            start.Environment["AWS_ACCESS_KEY_ID"] = account.AccessKeyId;
            start.Environment["AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey;
            start.Environment["AWS_REGION"] = start.Environment["AWS_DEFAULT_REGION"] = "eu-west-1";
        }
        foreach (var (name, value) in more ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end: {await output} {await errors}");
        }
        return new(process.ExitCode, await output, await errors);
    }
}
