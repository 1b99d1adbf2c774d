using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd;

/// <summary>A pair of which the first member is built by the real Packer, and the second is a copy of it where that works.</summary>
[Trait("Category", "Full")]
public class CopyOrBuildTests
{
    private const string Tested = "tested";

    [Theory]
    [InlineData(false, "copied")]
    [InlineData(true, "built")]
    public async Task One_build_makes_both_images_and_each_passes_the_test_command(bool isRefused, string origin)
    {
        await using var ground = await Playground.StartAsync();
        if (isRefused) ground.Cloud.Faults.Add(new Fault("CopyImage") { Account = Playground.Prod, Count = 0, Code = "InvalidRequest", Message = "Images with EC2 BillingProduct codes cannot be copied to another AWS account" });

        var build = await BuildAsync(ground, $"echo $AMITOOLS_TARGET $AMITOOLS_IMAGE_ID >> '{Path.Combine(ground.Folder, Tested)}'");

        build.ExitCode.ShouldBe(0, build.Error);
        var (dev, prod) = (Only(ground, Playground.Dev), Only(ground, Playground.Prod));
        (dev.Tags["AmiTools:Origin"], prod.Tags["AmiTools:Origin"]).ShouldBe(("built", origin));
        (prod.Tags["AmiTools:Pair"], prod.Tags["AmiTools:State"], prod.Tags["AmiTools:Target"]).ShouldBe((dev.Tags["AmiTools:Pair"], "complete", "prod"));
        File.ReadAllLines(Path.Combine(ground.Folder, Tested)).ShouldBe([$"dev {dev.Id}", $"prod {prod.Id}"]);
        ground.Leftovers().Count.ShouldBe(4, "two images and two snapshots");
        if (isRefused) build.Error.ShouldContain("web-server 1.0.57 is built in prod, and not copied there");
    }

    [Fact]
    public async Task A_copy_that_does_not_pass_the_test_command_takes_the_pair_with_it()
    {
        await using var ground = await Playground.StartAsync();

        var build = await BuildAsync(ground, "[ $AMITOOLS_TARGET = dev ]");

        build.ExitCode.ShouldBe(1, build.Error);
        ground.Calls(Playground.Prod, "CopyImage").ShouldBe(1, build.Error);
        ground.Leftovers().ShouldBeEmpty(build.Error);
    }

    // What differs between the example's accounts besides the network is given here, the same for both.
    private static Task<CliProcess> BuildAsync(Playground ground, string test) =>
        ground.RunAsync("build", "src/web-server", "--build-number", "57", "--strategy", "copy-or-build", "--test-command", test, "--set", "instance_type=t3.micro", "--set", "cost_centre=shared");

    private static SeenImage Only(Playground ground, string account)
    {
        var image = ground.Cloud.Inside.Images(account, Playground.Region).ShouldHaveSingleItem();
        image.SharedWith.ShouldBeEmpty();
        ground.Cloud.Inside.Snapshots(account, Playground.Region).ShouldHaveSingleItem().SharedWith.ShouldBeEmpty();
        return image;
    }
}
