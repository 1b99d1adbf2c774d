using AmiTools.Core.Building;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Tests.Building;

public sealed class PackerOutputTests
{
    // As Packer 1.6.6 writes it.
    private const string CleanRun = """
        1795515015,,ui,say,==> amazon-ebs: Prevalidating any provided VPC information
        1795515015,,ui,say,==> amazon-ebs: Prevalidating AMI Name: web 2.0.57
        1795515015,,ui,message,    amazon-ebs: Found Image ID: ami-0base0000000debian
        1795515015,,ui,say,==> amazon-ebs: Creating temporary keypair: packer_5fb8
        1795515015,,ui,say,==> amazon-ebs: Creating temporary security group for this instance: packer_5fb9
        1795515015,,ui,say,==> amazon-ebs: Authorizing access to port 22 from [0.0.0.0/0] in the temporary security groups...
        1795515015,,ui,say,==> amazon-ebs: Launching a source AWS instance...
        1795515015,,ui,message,    amazon-ebs: Instance ID: i-0123456789abcdef0
        1795515015,,ui,say,==> amazon-ebs: Waiting for instance (i-0123456789abcdef0) to become ready...
        1795515015,,ui,say,==> amazon-ebs: Creating AMI web 2.0.57 from instance i-0123456789abcdef0
        1795515015,,ui,message,    amazon-ebs: AMI: ami-0123456789abcdef0
        1795515015,,ui,say,==> amazon-ebs: Waiting for AMI to become ready...
        1795515015,,ui,say,==> amazon-ebs: Adding tags to AMI (ami-0123456789abcdef0)...
        1795515015,,ui,say,==> amazon-ebs: Tagging snapshot: snap-0123456789abcdef0
        1795515015,,ui,say,==> amazon-ebs: Terminating the source AWS instance...
        1795515015,amazon-ebs,artifact-count,1
        1795515015,amazon-ebs,artifact,0,builder-id,mitchellh.amazonebs
        1795515015,amazon-ebs,artifact,0,id,eu-west-1:ami-0123456789abcdef0%!(PACKER_COMMA)us-east-1:ami-0fedcba9876543210
        1795515015,amazon-ebs,artifact,0,string,AMIs were created:\neu-west-1: ami-0123456789abcdef0\n
        1795515015,amazon-ebs,artifact,0,end
        1795515015,amazon-ebs,artifact,1,id,eu-west-1:ami-0123456789abcdef0%!(PACKER_COMMA)us-east-1:ami-0fedcba9876543210
        """;

    private static PackerObservations Fold(string text) =>
        text.Split('\n').Select(PackerLine.Parse).OfType<PackerLine>().Aggregate(new PackerObservations(), (o, l) => o.Observe(l));

    [Fact]
    public void A_clean_run_tells_everything_that_packer_makes()
    {
        var seen = Fold(CleanRun);
        seen.Seen.KeyPairNames.ShouldBe(["packer_5fb8"]);
        seen.Seen.SecurityGroupNames.ShouldBe(["packer_5fb9"]);
        seen.Seen.InstanceIds.ShouldBe(["i-0123456789abcdef0"]);
        seen.Seen.ImageNames.ShouldBe(["web 2.0.57"]);
        seen.Seen.Images.ShouldBe([new SeenImage("eu-west-1", "ami-0123456789abcdef0"), new SeenImage("us-east-1", "ami-0fedcba9876543210")]);
        seen.Seen.SnapshotIds.ShouldBe(["snap-0123456789abcdef0"]);
    }

    [Fact]
    public void An_artifact_that_is_listed_twice_counts_once() =>
        Fold(CleanRun).Artifacts.ShouldBe([new SeenImage("eu-west-1", "ami-0123456789abcdef0"), new SeenImage("us-east-1", "ami-0fedcba9876543210")]);

    [Fact]
    public void The_base_image_is_never_taken_for_one_that_was_made() =>
        Fold(CleanRun).Seen.Images.ShouldNotContain(i => i.ImageId.Contains("base"));

    [Fact]
    public void An_image_that_was_asked_for_and_never_reported_is_known_by_name_and_instance()
    {
        var seen = Fold("1,,ui,say,==> amazon-ebs.web: Creating AMI web (2.0.57) from instance i-0a1b");
        seen.ImageRequested.ShouldBeTrue();
        seen.Seen.ImageNames.ShouldBe(["web (2.0.57)"]);
        seen.Seen.InstanceIds.ShouldBe(["i-0a1b"]);
        seen.Seen.Images.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("    amazon-ebs: Creating temporary keypair: someone-elses-key")]
    [InlineData("    amazon-ebs: Creating AMI other from instance i-0bad")]
    [InlineData("    amazon-ebs: Creating temporary security group for this instance: default")]
    [InlineData("    amazon-ebs: the instance: Instance ID: i-0bad")]
    public void A_provisioners_output_can_not_name_things_in_packers_words(string text) =>
        Fold("1,,ui,message," + text).ShouldBe(new PackerObservations());

    [Fact]
    public void A_line_that_tells_nothing_changes_nothing()
    {
        var before = Fold(CleanRun);
        before.Observe(PackerLine.Parse("1,,ui,say,==> amazon-ebs: Provisioning with shell script")!).ShouldBeSameAs(before);
    }

    [Fact]
    public void Errors_are_kept_once_and_the_last_ones_win()
    {
        var text = string.Join("\n", Enumerable.Range(0, 30).Select(i => $"1,,ui,error,==> amazon-ebs: failure {i}"))
            + "\n1,amazon-ebs,error,failure 29\n1,,ui,error,\n";
        var errors = Fold(text).Errors;
        errors.Count.ShouldBe(20);
        errors[^1].ShouldBe("failure 29");
        errors[0].ShouldBe("failure 10");
    }

    [Theory]
    [InlineData("1795515015,,ui,say,a%!(PACKER_COMMA) b\\nc\\rd", "a, b\nc\rd")]
    [InlineData("1795515015,,ui,say,plain\r", "plain")]
    public void Escapes_are_resolved(string line, string text) => PackerLine.Parse(line)!.UiText.ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("panic: runtime error")]
    [InlineData("a,b,c")]
    [InlineData("1795515015,only")]
    public void A_line_of_another_form_is_not_packers(string line) => PackerLine.Parse(line).ShouldBeNull();
}
