using AmiTools.Core.Building;

namespace AmiTools.Core.Tests.Building;

public sealed class PackerProgramTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Dictionary<string, string> PathOf(params string[] folders) => new() { ["PATH"] = string.Join(Path.PathSeparator, folders.Select(f => Path.Combine(folder.Path, f))) };

    [Fact]
    public void The_first_one_on_the_hosts_path_is_taken()
    {
        folder.Script("b/packer", "true");
        var second = folder.Script("c/packer", "true");
        PackerProgram.Find(null, PathOf("a", "b", "c"), "/").ShouldBe(Path.Combine(folder.Path, "b/packer"));
        PackerProgram.Find(null, PathOf("c", "b"), "/").ShouldBe(second);
    }

    [Fact]
    public void A_given_path_starts_from_the_working_folder()
    {
        var program = folder.Script("tools/my-packer", "true");
        PackerProgram.Find("./tools/my-packer", PathOf(), folder.Path).ShouldBe(program);
    }

    [Fact]
    public void A_missing_packer_is_told_with_the_way_to_get_it()
    {
        var failure = Should.Throw<AmiToolsException>(() => PackerProgram.Find(null, PathOf("a", "b"), "/"));
        failure.Kind.ShouldBe(FailureKind.NotInstalled);
        failure.Message.ShouldContain("none of the 2 folders of PATH");
        failure.Message.ShouldContain("apt-get install packer");
    }

    [Fact]
    public void A_given_path_without_a_file_is_told() =>
        Should.Throw<AmiToolsException>(() => PackerProgram.Find("/no/such/packer", PathOf(), "/")).Message.ShouldStartWith("/no/such/packer: ");

    [Theory]
    [InlineData("Packer v1.6.6\n", "1.6.6")]
    [InlineData("Packer v1.14.2-dev (abc)\n\nYour version is out of date! The latest is 1.15.0", "1.14.2-dev")]
    [InlineData("something else", null)]
    public void The_version_is_read(string output, string? version) => PackerProgram.VersionIn(output).ShouldBe(version);
}
