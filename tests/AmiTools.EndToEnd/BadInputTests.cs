namespace AmiTools.EndToEnd;

/// <summary>Bad inputs through the command line as a process: what is on standard error, and the exit code.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("bad-input-").FullName;

    public BadInputTests()
    {
        Write("environments.yaml", "targets:\n  - name: dev\n    region: eu-west-1\n    endpoint: http://127.0.0.1:1\n  - name: prod\n    region: eu-west-1\n    endpoint: http://127.0.0.1:1\n");
        Write("web/version.json", "{\"version\":\"2.0\"}");
        Write("web/template.json", "{ \"variables\": { \"version\": \"\", \"subnet\": \"\" },\n  \"builders\": [{ \"type\": \"amazon-ebs\",\n  \"ami_name\": \"web {{user `version`}}\" }] }");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("environments.yaml", "targets: [\n", "{root}/environments.yaml:2: no valid YAML: While parsing a node, did not find expected node content.")]
    [InlineData("environments.yaml", "targets:\n  - name: dev\n    acount: \"1\"\n", "{root}/environments.yaml:3: a target has no 'acount'. Did you mean 'account'?")]
    [InlineData("web/version.json", "{\"version\":\"2.0-beta\"}", "{root}/web/version.json:1: the version \"2.0-beta\" is no base version; expected two numbers in quotes, such as \"1.0\".")]
    [InlineData("web/version.json", "", "{root}/web/version.json:1: the file is empty; expected a JSON object.")]
    [InlineData("web/template.json", "[", "{root}/web/template.json:1: no valid JSON: an object or array is not closed at the end of the file.")]
    [InlineData("web/conf/dev.conf", "subnt=a\n", "{root}/web/conf/dev.conf:1: [dev] the template knows no variable 'subnt'. Did you mean 'subnet'?")]
    [InlineData("web/conf/prod.conf", "\naws_secret_access_key=canary\n", "{root}/web/conf/prod.conf:2: [prod] 'aws_secret_access_key' is a credential. Credentials never stand in a file: name a profile or a prefix of environment variables in environments.yaml.")]
    [InlineData("web/conf/dev.yaml", "subnet: !Ref x\n", "{root}/web/conf/dev.yaml:1: [dev] the tag !Ref is not understood; only plain values are.")]
    [InlineData("web/web.pkr.hcl", "x = 1\n", "{root}/web: there are several templates (template.json, web.pkr.hcl); keep one, or only *.pkr.hcl files.")]
    public async Task A_build_ends_with_the_message_alone_and_exit_code_1(string file, string text, string message)
    {
        Write(file, text);
        await using var run = await RunAsync("build", "web", "--build-number", "57");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain(message.Replace("{root}", root));
        run.Error.ShouldNotContain("   at ");
        run.Error.ShouldNotContain("canary");
        Directory.Exists(Path.Combine(root, "runs")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--set expects KEY=VALUE, such as --set instance_type=t3.small; it was given 'subnet'.", "build", "web", "--set", "subnet")]
    [InlineData("Required argument missing for option: '--target'.", "build", "web", "--target")]
    public async Task A_wrong_command_line_is_exit_code_64(string message, params string[] arguments)
    {
        await using var run = await RunAsync(arguments);
        run.ExitCode.ShouldBe(64);
        run.ErrorLines[0].ShouldBe("error: " + message);
        run.Error.ShouldNotContain("   at ");
    }

    private Task<CliProcess> RunAsync(params string[] arguments) => CliProcess.RunAsync(root, new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = root }, arguments);

    private void Write(string path, string text)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
