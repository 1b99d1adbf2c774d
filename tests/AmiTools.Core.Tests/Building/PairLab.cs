using AmiTools.Core.Building;
using AmiTools.Core.Environments;
using AmiTools.Core.Journal;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Building;

/// <summary>Two accounts in a local cloud, a definition on disk, and the real Packer.</summary>
internal sealed class PairLab : IAsyncDisposable
{
    public const string Dev = "111111111111";
    public const string Prod = "222222222222";
    public const string Region = "eu-west-1";
    public const string BaseImage = "ami-0ba5e000000000002";
    public const string ImageVersion = "2.0.57";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TempFolder folder = new();

    private PairLab(LocalCloudServer cloud) => Cloud = cloud;

    public LocalCloudServer Cloud { get; }
    public RecordingReporter Reporter { get; } = new();
    public string Root => Path.Combine(folder.Path, "src");
    public string Runs => Path.Combine(folder.Path, "runs");
    public TempFolder Folder => folder;
    public Dictionary<string, string> Variables { get; } = new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/tmp",
        ["AWS_POLL_DELAY_SECONDS"] = "1",
        ["AWS_MAX_ATTEMPTS"] = "60",
        ["TEAMCITY_VERSION"] = "2026.1",
        ["PROD_CANARY_SECRET"] = "canary-of-the-ci-server",
    };

    public static async Task<PairLab> StartAsync(LocalCloudOptions? options = null)
    {
        // Packer looks every second at the soonest; with nothing pending it looks once.
        var lab = new PairLab(await LocalCloudServer.StartAsync(options ?? new LocalCloudOptions { PendingDelay = TimeSpan.Zero }));
        lab.WriteTemplate();
        foreach (var account in lab.Cloud.Accounts)
        {
            lab.Variables[account.Name.ToUpperInvariant() + "_AWS_ACCESS_KEY_ID"] = account.AccessKeyId;
            lab.Variables[account.Name.ToUpperInvariant() + "_AWS_SECRET_ACCESS_KEY"] = account.SecretAccessKey;
        }
        lab.Folder.Write("src/web/version.json", """{ "version": "2.0" }""");
        lab.Folder.Write("src/common/conf/default.conf", $"source_ami={BaseImage}\n");
        lab.WriteEnvironments();
        return lab;
    }

    public string TemplatePath => Path.Combine(Root, "web", "template.json");

    public void WriteTemplate(string builder = "", string rest = "") => folder.Write("src/web/template.json", $$$"""
        {
          "variables": { "version": "", "source_ami": "", "endpoint": "", "aws_region": "", "aws_access_key": "", "aws_secret_key": "" },
          "builders": [{
            "type": "amazon-ebs", "access_key": "{{user `aws_access_key`}}", "secret_key": "{{user `aws_secret_key`}}",
            "region": "{{user `aws_region`}}", "custom_endpoint_ec2": "{{user `endpoint`}}",
            "skip_metadata_api_check": true, "skip_region_validation": true, "skip_credential_validation": true,
            "source_ami": "{{user `source_ami`}}", "instance_type": "t3.micro", "communicator": "none",
            "ami_name": "web {{user `version`}}", "tags": { "version": "{{user `version`}}", "team": "web" } {{{builder}}}
          }] {{{rest}}}
        }
        """);

    /// <summary>A template without any of our tags, as one that knows nothing of AmiTools.</summary>
    public string WriteHcl() => folder.Write("src/web/web.pkr.hcl", """
        variable "version" {}
        variable "source_ami" {}
        variable "endpoint" {}
        variable "aws_region" {}
        variable "aws_access_key" {}
        variable "aws_secret_key" {}
        source "amazon-ebs" "web" {
          region = var.aws_region
          custom_endpoint_ec2 = var.endpoint
          skip_metadata_api_check = true
          skip_region_validation = true
          skip_credential_validation = true
          source_ami = var.source_ami
          instance_type = "t3.micro"
          communicator = "none"
          ami_name = "web ${var.version}"
          tags = { team = "web" }
        }
        build {
          sources = ["source.amazon-ebs.web"]
        }
        """);

    public void WriteEnvironments(string more = "") => folder.Write("src/environments.yaml", $$"""
        targets:
          - name: dev
            account: "{{Dev}}"
            region: {{Region}}
            endpoint: {{Cloud.Url}}
            credentials: { environmentPrefix: DEV }
          - name: prod
            account: "{{Prod}}"
            region: {{Region}}
            endpoint: {{Cloud.Url}}
            credentials: { environmentPrefix: PROD }
        {{more}}
        """);

    public NewPairRequest Request => new() { DefinitionPath = Path.Combine(Root, "web"), RunsPath = Runs, BuildNumber = "57", Commit = Commit, Branch = "main", UndoTimeout = TimeSpan.FromMinutes(1) };

    public Task<PairPlan> PlanAsync(NewPairRequest? request = null) => new PlanPair(Surroundings).RunAsync(request ?? Request, Reporter, default);

    public AmiTarget Target(string account) => new()
    {
        Name = account == Dev ? "dev" : "prod",
        AccountId = account,
        Region = Region,
        EndpointUrl = Cloud.Url,
        Credentials = new CredentialSource { EnvironmentPrefix = account == Dev ? "DEV" : "PROD" },
    };

    public PairPlan Plan(Func<NewPairRequest, NewPairRequest>? change = null, params string[] accounts)
    {
        var request = Request;
        return new PairPlan
        {
            Request = change?.Invoke(request) ?? request,
            Definition = new AmiDefinition
            {
                Name = "web",
                BaseVersion = "2.0",
                Path = Path.Combine(Root, "web"),
                TemplatePath = TemplatePath,
                Format = TemplateFormat.Json,
                Root = Root,
                Variables = ["version", "source_ami", "endpoint", "aws_region", "aws_access_key", "aws_secret_key"],
            },
            Version = ImageVersion,
            PairId = PairIds.New(DateTimeOffset.UtcNow),
            Commit = Commit,
            Repository = "https://git.example/packer.git",
            Members = [.. (accounts.Length > 0 ? accounts : [Dev, Prod]).Select(Member)],
        };
    }

    private PlannedMember Member(string account)
    {
        var target = Target(account);
        return new PlannedMember
        {
            Target = target,
            AccountId = account,
            Region = Region,
            ImageName = "web " + ImageVersion,
            SourceImageId = BaseImage,
            Parameters = [Of("version", ImageVersion), Of("source_ami", BaseImage), Of("endpoint", Cloud.Url.ToString()), Of("aws_region", Region), Of("aws_access_key", ""), Of("aws_secret_key", "")],
        };

        AmiParameter Of(string name, string value) => new() { Definition = "web", Name = name, Target = target.Name, Value = value, Level = "built-in" };
    }

    public Surroundings Surroundings => new() { Variables = Variables, WorkingDirectory = folder.Path, Connector = new TargetConnector(Variables) };

    public Task<AmiPair> BuildAsync(PairPlan? plan = null, CancellationToken cancel = default) => new BuildPair(Surroundings).RunAsync(plan ?? Plan(), Reporter, cancel);

    public PairJournal Journal(PairPlan plan) => JournalFile.Read(Path.Combine(Runs, plan.PairId, "pair.json"));

    /// <summary>Our own calls, without Packer's.</summary>
    public IReadOnlyList<LoggedCall> OwnCalls(string account) => [.. Cloud.Calls.Where(c => c.Account == account && c.UserAgent.Contains("AmiTools", StringComparison.Ordinal))];

    /// <summary>How many they are, a call that is made again and again (a poll, a journal that is kept up to date) counted once.</summary>
    public int DifferentOwnCalls(string account) =>
        OwnCalls(account).Select(c => $"{c.Action} {string.Join('&', c.Parameters.Where(p => p.Key != "ClientToken").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"))}").Distinct().Count();

    public void ShouldHaveNothingLeft()
    {
        Cloud.Inside.Leftovers(Dev).ShouldBeEmpty(string.Join("\n", Reporter.All));
        Cloud.Inside.Leftovers(Prod).ShouldBeEmpty(string.Join("\n", Reporter.All));
        Directory.GetDirectories(Path.GetTempPath(), "amitools-2*").Where(d => Directory.GetDirectories(Runs).Any(r => d.EndsWith(Path.GetFileName(r)))).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        folder.Dispose();
    }
}
