using AmiTools.Core.Building;

namespace AmiTools.Core.Tests.Building;

public class BuildOrderTests
{
    [Fact]
    public void Bases_come_first_and_the_rest_stays_as_given() =>
        BuildOrder.Of([("web", ["hardened"]), ("other", []), ("hardened", ["base"]), ("base", ["not-here"])]).ShouldBe(["base", "hardened", "web", "other"]);

    [Fact]
    public void A_cycle_is_named()
    {
        var failure = Should.Throw<AmiToolsException>(() => BuildOrder.Of([("a", []), ("b", ["c"]), ("c", ["d"]), ("d", ["b"])]));
        failure.ErrorId.ShouldBe("BaseImageCycle");
        failure.Message.ShouldBe("These definitions are built on each other, so none can be the first: b -> c -> d -> b. Give one of them another base image (source_ami).");
    }

    [Fact]
    public void One_that_is_built_on_itself_is_a_cycle() =>
        Should.Throw<AmiToolsException>(() => BuildOrder.Of([("a", ["a"])])).Message.ShouldContain("a -> a");

    [Fact]
    public void The_same_definition_twice_is_refused() =>
        Should.Throw<AmiToolsException>(() => BuildOrder.Of([("a", []), ("a", [])])).Message.ShouldBe("The definition 'a' is given 2 times; one run builds it once.");
}
