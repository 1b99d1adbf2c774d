using AmiTools.Core.Building;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Tests.Building;

public sealed class PackerEnvironmentTests
{
    private static readonly Dictionary<string, string> Host = new()
    {
        ["PATH"] = "/usr/bin",
        ["HOME"] = "/home/ci",
        ["LANG"] = "C.UTF-8",
        ["LC_ALL"] = "C",
        ["TMPDIR"] = "/tmp",
        ["HTTPS_PROXY"] = "http://user:hunter2hunter2@proxy:3128",
        ["PACKER_CACHE_DIR"] = "/cache",
        ["PACKER_LOG"] = "1",
        ["PACKER_LOG_PATH"] = "/tmp/log",
        ["PACKER_GITHUB_API_TOKEN"] = "ghp_canary_canary",
        ["ANSIBLE_NOCOLOR"] = "1",
        ["ANSIBLE_VAULT_PASSWORD_FILE"] = "/vault",
        ["ANSIBLE_BECOME_PASSWORD"] = "canary-become",
        ["SSH_AUTH_SOCK"] = "/agent",
        ["AWS_PROFILE"] = "prod",
        ["AWS_ACCESS_KEY_ID"] = "AKIAHOST",
        ["AWS_SECRET_ACCESS_KEY"] = "canary-host-secret",
        ["PROD_AWS_SECRET_ACCESS_KEY"] = "canary-prod-secret",
        ["TEAMCITY_VERSION"] = "2026.1",
        ["PKR_VAR_password"] = "canary-var",
        ["BUILD_VCS_NUMBER"] = "abc",
        ["LD_PRELOAD"] = "/evil.so",
    };

    [Fact]
    public void A_child_gets_what_is_on_the_list_and_this_targets_credentials()
    {
        var child = PackerEnvironment.For(Host, new ChildCredentials("AKIADEV", "dev-secret", "dev-token", null), "eu-west-1",
            new Uri("http://127.0.0.1:5000"), TimeSpan.FromMinutes(30));
        child.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + "=" + p.Value).ShouldBe(
        [
            "ANSIBLE_NOCOLOR=1", "ANSIBLE_VAULT_PASSWORD_FILE=/vault",
            "AWS_ACCESS_KEY_ID=AKIADEV", "AWS_DEFAULT_REGION=eu-west-1", "AWS_EC2_METADATA_DISABLED=true", "AWS_ENDPOINT_URL=http://127.0.0.1:5000/",
            "AWS_MAX_ATTEMPTS=900", "AWS_POLL_DELAY_SECONDS=2", "AWS_REGION=eu-west-1", "AWS_SECRET_ACCESS_KEY=dev-secret", "AWS_SESSION_TOKEN=dev-token",
            "CHECKPOINT_DISABLE=1", "HOME=/home/ci", "HTTPS_PROXY=http://user:hunter2hunter2@proxy:3128", "LANG=C.UTF-8", "LC_ALL=C",
            "PACKER_CACHE_DIR=/cache", "PACKER_LOG=1", "PATH=/usr/bin", "TMPDIR=/tmp",
        ]);
    }

    [Fact]
    public void Long_lived_keys_bring_no_session_token() =>
        PackerEnvironment.For(Host, new ChildCredentials("AKIADEV", "dev-secret", null, null), "eu-west-1", null, TimeSpan.FromMinutes(1))
            .Keys.ShouldNotContain("AWS_SESSION_TOKEN");

    [Fact]
    public void A_users_own_poll_settings_are_left_alone()
    {
        var host = new Dictionary<string, string>(Host) { ["AWS_MAX_ATTEMPTS"] = "7" };
        var child = PackerEnvironment.For(host, new ChildCredentials("a", "b", null, null), "r", null, TimeSpan.FromMinutes(30));
        child["AWS_MAX_ATTEMPTS"].ShouldBe("7");
        child.Keys.ShouldNotContain("AWS_POLL_DELAY_SECONDS");
    }

    [Fact]
    public void The_ssh_agent_is_handed_on_only_to_a_template_that_uses_it()
    {
        PackerEnvironment.Without(Host).Keys.ShouldNotContain("SSH_AUTH_SOCK");
        PackerEnvironment.Without(Host, useSshAgent: true)["SSH_AUTH_SOCK"].ShouldBe("/agent");
    }

    [Fact]
    public void Validation_gets_no_credentials() =>
        PackerEnvironment.Without(Host).Keys.ShouldNotContain(k => k.StartsWith("AWS_", StringComparison.Ordinal) && k != "AWS_EC2_METADATA_DISABLED");

    [Fact]
    public void The_hosts_secrets_are_known_to_the_scrubber_also_a_proxys_password() =>
        PackerEnvironment.SecretsOf(Host).ShouldBe(
            ["hunter2hunter2", "ghp_canary_canary", "canary-become", "canary-host-secret", "canary-prod-secret", "canary-var"], ignoreOrder: true);

    [Theory]
    [InlineData("HTTP_PROXY", "http://ci:pass%2Fword9@proxy:3128", "pass%2Fword9", "pass/word9")]
    [InlineData("https_proxy", "ci:password9@proxy:3128", "password9")]
    [InlineData("DATABASE_URL", "postgres://ci:pass@word9@db/builds", "pass@word9")]
    [InlineData("CI_REPOSITORY_URL", "https://gitlab-ci-token:password9@git.example.com/x.git", "password9")]
    [InlineData("HTTP_PROXY", "http://proxy:3128")]
    [InlineData("SITE", "https://example.com:443/a@b")]
    public void A_password_in_an_address_is_known_as_it_stands_and_decoded(string name, string value, params string[] secrets) =>
        PackerEnvironment.SecretsOf(new Dictionary<string, string> { [name] = value }).ShouldBe(secrets);

    [Fact]
    public void The_temporary_folder_is_the_runs_own_unless_sockets_could_not_lie_in_it()
    {
        var child = PackerEnvironment.Without(Host);
        PackerEnvironment.WithTemporaryFolder(child, "/tmp/run/dev")["TMPDIR"].ShouldBe("/tmp/run/dev");
        PackerEnvironment.WithTemporaryFolder(child, "/" + new string('x', 76))["TMPDIR"].ShouldBe("/" + new string('x', 76));
        PackerEnvironment.WithTemporaryFolder(child, "/" + new string('x', 77))["TMPDIR"].ShouldBe("/tmp");
    }
}
