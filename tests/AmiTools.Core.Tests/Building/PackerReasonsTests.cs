using AmiTools.Core.Building;

namespace AmiTools.Core.Tests.Building;

public class PackerReasonsTests
{
    // The error lines that Packer 1.6.6 wrote for a refused CreateImage.
    private static readonly string[] refused =
    [
        "Error creating AMI: ResourceLimitExceeded: no room\n==> amazon-ebs: \tstatus code: 400, request id: 0HN:00000001",
        "Build 'amazon-ebs' errored after 6 seconds: Error creating AMI: ResourceLimitExceeded: no room\n\tstatus code: 400, request id: 0HN:00000001",
        "==> Some builds didn't complete successfully and had errors:",
        "--> amazon-ebs: Error creating AMI: ResourceLimitExceeded: no room\n\tstatus code: 400, request id: 0HN:00000001",
    ];

    [Fact]
    public void One_reason_is_said_once() => PackerReasons.Of(refused).ShouldBe(["Error creating AMI: ResourceLimitExceeded: no room"]);

    [Fact]
    public void Different_reasons_are_all_said() =>
        PackerReasons.Of(["Error executing Ansible: Non-zero exit status: exit status 2", "--> amazon-ebs.service: Error executing Ansible: Non-zero exit status: exit status 2", "Bad credentials"])
            .ShouldBe(["Error executing Ansible: Non-zero exit status: exit status 2", "Bad credentials"]);

    [Fact]
    public void Of_many_the_last_five_are_kept() => PackerReasons.Of(Enumerable.Range(1, 9).Select(i => $"reason {i}")).ShouldBe(["reason 5", "reason 6", "reason 7", "reason 8", "reason 9"]);

    [Fact]
    public void A_summary_stays_where_there_is_nothing_else() =>
        PackerReasons.Of(["Build 'amazon-ebs' errored: disk full"]).ShouldBe(["Build 'amazon-ebs' errored: disk full"]);

    [Fact]
    public void Nothing_said_is_nothing() => PackerReasons.Of([]).ShouldBeEmpty();
}
