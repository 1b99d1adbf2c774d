using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Aws.Tests.Credentials;

/// <summary>A profile's credential_process, run for real: what it gets, what it may say, and every way in which it fails.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProcessCredentialTests : IDisposable
{
    private const string Good = """{"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "secret-of-the-process"}""";

    private readonly string folder = Directory.CreateTempSubdirectory("aws-process-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_it_prints_signs_the_calls()
    {
        await using var server = new Contract.ScriptedAws((_, _) => Contract.ScriptedAws.Images());
        var script = Script($$"""echo '{"Version": 1, "AccessKeyId": "{{Contract.ScriptedAws.Key}}", "SecretAccessKey": "{{Contract.ScriptedAws.Secret}}", "SessionToken": "the-token", "Expiration": "{{DateTimeOffset.UtcNow.AddHours(1):O}}"}'""");
        using var aws = await server.OpenAsync(credentials: Source($"{script} --account prod"));

        await aws.SendAsync(new DescribeImages());

        aws.CredentialsFrom.ShouldBe("credential_process of profile prod");
        server.Requests.Single().SignatureIsRight.ShouldBeTrue();
        server.Requests.Single().Headers["x-amz-security-token"].ShouldBe("the-token");
        var keys = await aws.KeysAsync(TimeSpan.FromMinutes(10));
        (keys.AccessKeyId, keys.SessionToken).ShouldBe((Contract.ScriptedAws.Key, "the-token"));
    }

    [Fact]
    public async Task It_gets_its_words_as_they_are_and_no_shell_sees_them()
    {
        var file = Path.Combine(folder, "arguments");
        var script = Script($"printf '%s\\n' \"$@\" > {file}; echo '{Good}'");
        using var aws = await OpenAsync($"{script} 'two words' $HOME \"quoted \\\"inner\\\"\" ; echo");
        File.ReadAllLines(file).ShouldBe(["two words", "$HOME", "quoted \"inner\"", ";", "echo"]);
    }

    [Fact]
    public async Task Nothing_of_the_CI_server_and_no_other_targets_key_is_in_its_environment()
    {
        var file = Path.Combine(folder, "environment");
        var script = Script($"env > {file}; echo '{Good}'");
        var host = new Dictionary<string, string>(Host)
        {
            ["TEAMCITY_AUTH_PASSWORD"] = "canary-1",
            ["GITHUB_TOKEN"] = "canary-2",
            ["BUILD_NUMBER"] = "canary-3",
            ["DEV_AWS_SECRET_ACCESS_KEY"] = "canary-4",
            ["AWS_SECRET_ACCESS_KEY"] = "canary-5",
            ["AWS_SESSION_TOKEN"] = "canary-6",
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "canary-7",
            ["SOMETHING"] = "canary-8",
            ["HTTPS_PROXY"] = "http://proxy:3128",
            ["AWS_CONFIG_FILE"] = "/etc/aws/config",
            ["LC_ALL"] = "C",
        };
        using var aws = await OpenAsync(script, host);

        var got = File.ReadAllLines(file).Select(l => l.Split('=', 2)).Where(l => l.Length == 2).ToDictionary(l => l[0], l => l[1]);
        got.Values.ShouldNotContain(v => v.Contains("canary", StringComparison.Ordinal));
        got["HOME"].ShouldBe(folder);
        got["HTTPS_PROXY"].ShouldBe("http://proxy:3128");
        got["AWS_CONFIG_FILE"].ShouldBe("/etc/aws/config");
        got["LC_ALL"].ShouldBe("C");
        // PWD, _ and the like come from the shell that runs the script.
        got.Keys.Except(host.Keys).Except(["PWD", "OLDPWD", "SHLVL", "_"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_user_names_it_gets()
    {
        var file = Path.Combine(folder, "environment");
        using var aws = await OpenAsync(Script($"env > {file}; echo '{Good}'"), new Dictionary<string, string>(Host) { ["VAULT_ADDR"] = "https://vault", ["VAULT_TOKEN"] = "hvs.x", ["OTHER"] = "y", [ProcessVariables.More] = "VAULT_ADDR, VAULT_TOKEN" });
        File.ReadAllLines(file).ShouldContain("VAULT_ADDR=https://vault");
        File.ReadAllLines(file).ShouldContain("VAULT_TOKEN=hvs.x");
        File.ReadAllText(file).ShouldNotContain("OTHER");
    }

    [Theory]
    [InlineData("echo", "it printed nothing; expected JSON")]
    [InlineData("echo 'Enter the code: secret-value'", "its output is no JSON")]
    [InlineData("echo '[1]'", "its output is no JSON object")]
    [InlineData("echo '{}'", "its JSON has no \"Version\"; expected 1")]
    [InlineData("echo '{\"Version\":2,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"secret-value\"}'", "another \"Version\" than the number 1")]
    [InlineData("echo '{\"Version\":\"1\"}'", "another \"Version\" than the number 1")]
    [InlineData("echo '{\"Version\":1,\"SecretAccessKey\":\"secret-value\"}'", "its JSON has no \"AccessKeyId\"")]
    [InlineData("echo '{\"Version\":1,\"AccessKeyId\":\"a\"}'", "its JSON has no \"SecretAccessKey\"")]
    [InlineData("echo '{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":7}'", "its \"SecretAccessKey\" is no text")]
    [InlineData("echo '{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"secret-value\",\"Expiration\":\"soon\"}'", "its \"Expiration\" is no time of ISO 8601")]
    [InlineData("echo '{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"secret-value\",\"Expiration\":\"2020-01-02T03:04:05Z\"}'", "what it gave has expired at 2020-01-02 03:04:05 UTC; log in")]
    [InlineData("yes 'secret-value' | head -c 200000", "it printed more than 65536 characters; expected a small JSON document")]
    [InlineData("exit 3", "it ended with exit code 3 and said nothing. It has only some of the session's variables; name others that it needs in AMITOOLS_CREDENTIAL_PROCESS_VARIABLES")]
    [InlineData("echo 'the session is over; run: helper login' >&2; exit 255", "it ended with exit code 255: the session is over; run: helper login.")]
    [InlineData("kill -9 $$", "it ended with exit code 137 and said nothing")]
    public async Task What_it_does_wrong_is_said_and_nothing_of_its_output(string script, string why)
    {
        var e = await FailsAsync(Script(script));
        e.Message.ShouldContain("the credential_process of profile 'prod' in " + Path.Combine(folder, "profiles"));
        e.Message.ShouldContain(why);
        e.ToString().ShouldNotContain("secret-value");
    }

    [Fact]
    public async Task Its_errors_are_shown_without_secrets_known_or_not()
    {
        const string unknownKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", known = "known-words-only";
        var script = Script($$"""
            echo 'one' >&2; echo 'two' >&2
            echo 'refused {{unknownKey}} for arn' >&2
            echo 'password: Short1' >&2
            echo 'proxy http://ci:Pr0xy@proxy:3128 says {{known}}' >&2
            printf 'no \033[31mluck\033[0m at /usr/local/bin/helper.sh\n' >&2
            echo 'last' >&2
            exit 1
            """);
        var e = await FailsAsync(script, scrub: t => t.Replace(known, "***"));
        // Five lines, without colours.
        e.Message.ShouldContain("exit code 1: refused *** for arn | password: *** | proxy http://ci:***@proxy:3128 says *** | no luck at /usr/local/bin/helper.sh | last.");
    }

    [Theory]
    [InlineData("/nowhere/helper --prod", "'/nowhere/helper' can't be started; give its full path")]
    [InlineData("amitools-no-such-helper", "'amitools-no-such-helper' can't be started; give its full path, since no shell expands it")]
    [InlineData("'unfinished", "a ' is not closed")]
    [InlineData("\"\"", "can't be started")]
    public async Task What_is_not_there_is_named(string command, string why) => (await FailsAsync(command)).Message.ShouldContain(why);

    [Fact]
    public async Task One_that_does_not_end_is_killed_with_its_children()
    {
        var file = Path.Combine(folder, "child");
        var source = new ProcessSource("prod", "the configuration", Script($"sleep 600 & echo $! > {file}; wait"), Host) { Timeout = TimeSpan.FromSeconds(1.5) };
        using var credentials = new ProcessCredentials(source);
        var e = await Should.ThrowAsync<AwsException>(() => credentials.KeysAsync(TimeSpan.Zero, CancellationToken.None));
        e.Message.ShouldContain("it had not ended after 1.5 seconds and was killed");
        await UntilGoneAsync(int.Parse(await File.ReadAllTextAsync(file)));
    }

    [Fact]
    public async Task A_stop_ends_it_at_once()
    {
        var file = Path.Combine(folder, "child");
        using var stop = new CancellationTokenSource();
        var opening = SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = Source(Script($"echo $$ > {file}.new; mv {file}.new {file}; sleep 600")) }, stop.Token);
        await UntilAsync(() => File.Exists(file));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => opening);
        await UntilGoneAsync(int.Parse(await File.ReadAllTextAsync(file)));
    }

    [Fact]
    public async Task It_is_asked_again_only_when_what_it_gave_is_about_to_expire()
    {
        var file = Path.Combine(folder, "runs");
        var time = new FakeTimeProvider(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var script = Script($$"""echo run >> {{file}}; echo "{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"b\",\"Expiration\":\"2030-01-01T0$(wc -l < {{file}} | tr -d ' '):00:00Z\"}" """);
        using var credentials = new ProcessCredentials(new("prod", "here", script, Host) { Time = time });
        async Task<int> RunsAsync(TimeSpan lifetime)
        {
            await credentials.KeysAsync(lifetime, CancellationToken.None);
            return File.ReadAllLines(file).Length;
        }

        (await RunsAsync(TimeSpan.Zero)).ShouldBe(1);
        (await RunsAsync(TimeSpan.FromMinutes(50))).ShouldBe(1);
        // It is asked for longer ones, though not with every call.
        (await RunsAsync(TimeSpan.FromHours(9))).ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(1));
        (await RunsAsync(TimeSpan.FromHours(9))).ShouldBe(2);
        time.Advance(TimeSpan.FromMinutes(116));
        await credentials.GetCredentialsAsync();
        File.ReadAllLines(file).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_role_is_assumed_with_what_it_gives()
    {
        await using var server = new Contract.ScriptedAws((r, _) => r.Action == "AssumeRole" ? new(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>planned</Message></Error></ErrorResponse>") : Contract.ScriptedAws.Images());
        var script = Script($$"""echo '{"Version": 1, "AccessKeyId": "{{Contract.ScriptedAws.Key}}", "SecretAccessKey": "{{Contract.ScriptedAws.Secret}}"}'""");
        using var aws = await server.OpenAsync(credentials: Source(script, more: "[role]\nrole_arn=arn:aws:iam::1:role/P\nsource_profile=prod\n") with { Profile = "role" });
        (await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()))).Code.ShouldBe("AccessDenied");
        server.Requests.ShouldAllBe(r => r.SignatureIsRight);
    }

    private Dictionary<string, string> Host => new() { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = folder };

    private string Script(string body)
    {
        var path = Path.Combine(folder, "helper " + Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return $"\"{path}\"";
    }

    private AwsCredentialSource Source(string command, IReadOnlyDictionary<string, string>? host = null, string more = "")
    {
        var profiles = Path.Combine(folder, "profiles");
        File.WriteAllText(profiles, $"[prod]\ncredential_process = {command}\n{more}");
        return new() { Profile = "prod", ProfileLocation = profiles, Variables = host ?? Host };
    }

    private Task<SdkAws> OpenAsync(string command, IReadOnlyDictionary<string, string>? host = null) => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = Source(command, host) });

    private async Task<AwsException> FailsAsync(string command, Func<string, string>? scrub = null)
    {
        var e = await Should.ThrowAsync<AwsException>(() => SdkAws.OpenAsync(new() { Region = "eu-west-1", Credentials = Source(command) with { Scrub = scrub } }));
        e.Code.ShouldBe(AwsException.CredentialsUnavailable);
        return e;
    }

    private static Task UntilGoneAsync(int process) => UntilAsync(() => !File.Exists($"/proc/{process}/stat") || File.ReadAllText($"/proc/{process}/stat").Contains(") Z", StringComparison.Ordinal));

    private static async Task UntilAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(10);
        }
    }
}
