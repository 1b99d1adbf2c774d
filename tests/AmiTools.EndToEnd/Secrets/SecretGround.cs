using System.Runtime.InteropServices;
using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd.Secrets;

/// <summary>
/// A playground full of secrets, each of its own kind, and a definition that says all it knows, what it finds in the AWS files
/// of its user included.
/// </summary>
internal sealed partial class SecretGround : IAsyncDisposable
{
    private static readonly TimeSpan held = TimeSpan.FromSeconds(3);

    private const string TestCommand = "echo test-command; sleep 0.1; env; env | base64 -w 0; echo; env >&2; cat $HOME/.aws/* || true";

    private static readonly Canary devKey = new("dev's key", "dev-secret-dev-secret-dev-secret-dev-sec");
    private static readonly Canary prodKey = new("prod's key", "prod-secret-prod-secret-prod-secret-prod");
    private static readonly Canary proxy = new("a proxy's password", "Wq7/Zt4:Lm9-proxy-word");
    private static readonly Canary database = new("--set db_password", "Hv3+Nd8/kR5t&override=Yx");
    private static readonly Canary mail = new("conf smtp_password", "Bc6Jg2Tn9Ld4-from-conf-Qm1");
    private static readonly Canary remote = new("the remote's token", "glpat-Xz8Vb3Kq7Wm2Rt5Yp");

    // What a CI server's environment holds, by the variable's name.
    private static readonly Canary[] host =
    [
        new("GITHUB_TOKEN", "ghp_Fd5Sj8Kl2Qw9Er4Ty7Ui"), new("VAULT_TOKEN", "hvs.Ax3Cv6Bn9Mk2Lj5Hg8"), new("PKR_VAR_db_password", "Pk7Rv2Xa9Zb4Yc6Wd1Ve"),
        new("ANSIBLE_BECOME_PASSWORD", "An5Sb8Lc2Bd9Ce4Of7Mg"), new("PACKER_GITHUB_API_TOKEN", "Gh4Tp9Kt1En6Va3Lu8Es"), new("TEAMCITY_AUTH_PASSWORD", "Tc2Pw7Xk4Zm9Vn6Bq3Lw"),
    ];

    private static readonly Canary databaseUrl = new("a password in DATABASE_URL", "Du8Rl3Pa5Ss2Wo9Rd6Xy");

    private readonly Playground ground;
    private readonly CredentialServer server;

    private SecretGround(Playground ground, CredentialServer server, Way way) => (this.ground, this.server, Way) = (ground, server, way);

    public Way Way { get; }

    public Playground Playground => ground;

    private static IReadOnlyList<Canary> Known { get; } = [devKey, prodKey, proxy, database, mail, remote, databaseUrl, .. host, .. Way.Canaries];

    public static async Task<SecretGround> StartAsync(WaysIn ways = WaysIn.RoleAndProfile)
    {
        var ground = await Playground.StartAsync(TimeSpan.Zero);
        var server = await Way.ServerAsync(devKey.Value, prodKey.Value);
        var way = Way.Lay(ways, Path.Combine(ground.Folder, "home"), server, devKey.Value, prodKey.Value);
        Playground.Copy(Path.Combine(AppContext.BaseDirectory, "Definitions", "leaky"), ground.Folder);
        File.AppendAllText(Path.Combine(ground.Folder, "src", "leaky", "conf", "default.conf"), $"smtp_password={mail.Value}\n");
        var endpoint = ground.Cloud.Url.GetLeftPart(UriPartial.Authority);
        File.WriteAllText(Path.Combine(ground.Folder, "environments.yaml"),
            $"""
             targets:
               - name: dev
                 account: "{Playground.Dev}"
                 region: {Playground.Region}
                 endpoint: {endpoint}
                 credentials: {way.Dev}
               - name: prod
                 account: "{Playground.Prod}"
                 region: {Playground.Region}
                 endpoint: {endpoint}
                 credentials: {way.Prod}

             """);
        await ground.GitAsync("add", "--all");
        await ground.GitAsync("commit", "--quiet", "--message=Secrets");
        await ground.GitAsync("remote", "add", "origin", $"https://ci:{remote.Value}@git.example.com/company/images.git");
        await LaySlowGitAsync(ground);
        return new(ground, server, way);
    }

    /// <summary>A build of the definition that says everything, watched. Its images are tested by a command that says all it knows, too.</summary>
    public Watched Start(params string[] more) =>
        new(CliProcess.Start(ground.Folder, Variables(), ["build", "src/leaky", "--build-number", "57", "--release", "true", "--build-timeout", "10m", "--set", "db_password=" + database.Value, "--test-command", TestCommand, "--json", "--verbose", .. more]));

    /// <summary>The same under TeamCity, with its service messages instead of JSON.</summary>
    public Watched StartUnderTeamCity(params string[] more) =>
        new(CliProcess.Start(ground.Folder, Variables(("TEAMCITY_VERSION", "2026.1")), ["build", "src/leaky", "--build-number", "57", "--release", "true", "--build-timeout", "10m", "--set", "db_password=" + database.Value, "--test-command", TestCommand, "--verbose", .. more]));

    /// <summary>Another command, watched.</summary>
    public Watched StartCommand(params string[] arguments) => new(CliProcess.Start(ground.Folder, Variables(), arguments));

    /// <summary>A build that stands still while prod's image is being made, with dev's finished.</summary>
    public async Task<Watched> StartAndHoldAsync()
    {
        ground.Cloud.Faults.Add(new Fault("CreateImage", Kind: FaultKind.Delay, When: FaultTime.After) { Account = Playground.Prod, UserAgent = "aws-sdk-go", Delay = held });
        var build = Start();
        await build.Cli.UntilAsync(() => ground.Cloud.Calls.Any(c => c.Account == Playground.Prod && c.Action == "CreateImage" && c.UserAgent.Contains("aws-sdk-go", StringComparison.Ordinal)), "prod's image");
        return build;
    }

    public static void KillGroup(int leader) => Kill(-leader, 9).ShouldBe(0);

    /// <summary>The places where a secret is that none may be: command lines, environments, what was written to streams.</summary>
    public static IReadOnlyList<string> LeaksOf(Watched run)
    {
        var canaries = All(run);
        return
        [
            .. Leaks.InText("standard output", run.Cli.Out, canaries),
            .. Leaks.InText("standard error", run.Cli.Error, canaries),
            .. Leaks.InCommandLines(run.Watch.Seen, canaries),
            .. Leaks.InEnvironments(run.Watch.Seen, canaries, MayHave),
        ];
    }

    /// <summary>The files that hold a secret, but for those that it comes from.</summary>
    public IReadOnlyList<string> LeaksInFiles(Watched run, bool isOver) =>
        [.. Leaks.InFiles(ground.Folder, All(run), name => name.StartsWith(".git/", StringComparison.Ordinal) || name is "src/leaky/conf/default.conf" || name.StartsWith("home/.aws/", StringComparison.Ordinal) || (!isOver && name.StartsWith("tmp/", StringComparison.Ordinal)))];

    /// <summary>The copies of the journal that hold a secret; fails if there is none in both accounts.</summary>
    public async Task<IReadOnlyList<string>> LeaksInParameterStoreAsync(Watched run)
    {
        var found = new List<string>();
        foreach (var account in new[] { Playground.Dev, Playground.Prod })
        {
            var copies = await ground.AwsAsync(account, "ssm", "get-parameters-by-path", "--path", "/amitools", "--recursive", "--with-decryption");
            copies.ShouldContain("leaky");
            found.AddRange(Leaks.InText("Parameter Store of " + account, copies, All(run)));
        }
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await ground.DisposeAsync();
    }

    /// <summary>What was known before, and a role's sessions, which are known since the watch has seen them at Packer.</summary>
    private static IReadOnlyList<Canary> All(Watched run) => [.. Known, .. run.Minted];

    /// <summary>Packer, the test command and their children have the keys that they use and the way out, what gives credentials the way out, everybody else nothing.</summary>
    private static bool MayHave(SeenProcess process, Canary canary)
    {
        if (process.Variables.ContainsKey(Way.HelperMark)) return canary == proxy;
        if (!process.Variables.ContainsKey("CHECKPOINT_DISABLE")) return false;
        return canary == proxy || canary.Value == process.Variables.GetValueOrDefault("AWS_SECRET_ACCESS_KEY") || canary.Value == process.Variables.GetValueOrDefault("AWS_SESSION_TOKEN");
    }

    private Dictionary<string, string> Variables(params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>(ground.Variables.Where(v => !v.Key.Contains("_AWS_", StringComparison.Ordinal)))
        {
            ["HTTPS_PROXY"] = $"http://ci:{Uri.EscapeDataString(proxy.Value)}@127.0.0.1:9",
            ["HTTP_PROXY"] = $"http://ci:{Uri.EscapeDataString(proxy.Value)}@127.0.0.1:9",
            ["NO_PROXY"] = "127.0.0.1",
            ["DATABASE_URL"] = $"postgres://ci:{databaseUrl.Value}@db.example.com/builds",
            ["PACKER_LOG"] = "1",
            // Without pipes in the temporary folder, which would be read for ever.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        foreach (var (name, value) in Way.Variables) variables[name] = value;
        foreach (var (name, value) in more) variables[name] = value;
        foreach (var canary in host) variables[canary.Name] = canary.Value;
        variables["PATH"] = Path.Combine(ground.Folder, "tmp", "bin") + ":" + variables["PATH"];
        return variables;
    }

    /// <summary>Git ends within milliseconds, too fast to be seen each time; this one stays a little.</summary>
    private static async Task LaySlowGitAsync(Playground ground)
    {
        var bin = Directory.CreateDirectory(Path.Combine(ground.Folder, "tmp", "bin")).FullName;
        var git = Path.Combine(bin, "git");
        File.WriteAllText(git, "#!/bin/sh\nsleep 0.05\nexec /usr/bin/git \"$@\"\n");
        await Tool.RunAsync("chmod", bin, new Dictionary<string, string>(), "700", git);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

/// <summary>A command line and everything that it starts.</summary>
internal sealed class Watched(CliProcess cli) : IAsyncDisposable
{
    public const string MintedName = "a role's session";

    public CliProcess Cli => cli;

    public ProcessWatch Watch { get; } = new(cli.Id);

    /// <summary>The Packer that built a target, as it was seen.</summary>
    public IReadOnlyList<SeenProcess> PackersOf(string target) =>
        [.. Watch.Seen.Where(p => p.Program.EndsWith("packer", StringComparison.Ordinal) && p.CommandLine.Contains("\0build\0", StringComparison.Ordinal) && p.CommandLine.Contains($"/{target}/", StringComparison.Ordinal))];

    /// <summary>The test command of a target, as it was seen.</summary>
    public IReadOnlyList<SeenProcess> TestsOf(string target) => [.. Watch.Seen.Where(p => p.CommandLine.Contains("test-command", StringComparison.Ordinal) && p.Variables.GetValueOrDefault("AMITOOLS_TARGET") == target)];

    /// <summary>Secret key and token of the roles' sessions.</summary>
    public IReadOnlyList<Canary> Minted =>
    [
        .. Watch.Seen.Where(p => p.Variables.GetValueOrDefault("AWS_ACCESS_KEY_ID")?.StartsWith("ASIA", StringComparison.Ordinal) == true)
            .SelectMany(p => new[] { p.Variables["AWS_SECRET_ACCESS_KEY"], p.Variables["AWS_SESSION_TOKEN"] }).Distinct().Select((v, i) => new Canary($"{MintedName} {i}", v)),
    ];

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await cli.DisposeAsync();
    }
}
