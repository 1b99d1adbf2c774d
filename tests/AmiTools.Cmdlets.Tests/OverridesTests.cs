using System.Collections;
using AmiTools.Cmdlets.Definitions;

namespace AmiTools.Cmdlets.Tests;

public sealed class OverridesTests
{
    [Fact]
    public void A_hashtable_is_read_with_its_types_as_text() =>
        Overrides.Read(new Hashtable { ["size"] = 20, ["flag"] = true, ["ratio"] = 1.5 }).ShouldBe(new Dictionary<string, string> { ["size"] = "20", ["flag"] = "true", ["ratio"] = "1.5" }, ignoreOrder: true);

    [Fact]
    public void A_list_and_a_map_become_JSON() =>
        Overrides.Read(new Hashtable { ["ips"] = new object[] { "10.0.0.1", 2 }, ["labels"] = new Hashtable { ["team"] = "web", ["on"] = true, ["ports"] = new List<int> { 80 } } })
            .ShouldBe(new Dictionary<string, string> { ["ips"] = """["10.0.0.1","2"]""", ["labels"] = """{"on":"true","ports":["80"],"team":"web"}""" }, ignoreOrder: true);

    [Fact]
    public void Lines_are_read_as_a_CI_server_passes_them() =>
        Overrides.Read("a=1\r\n# no\n\nb = x=y \n").ShouldBe(new Dictionary<string, string> { ["a"] = "1", ["b"] = "x=y" }, ignoreOrder: true);

    [Fact]
    public void Several_lines_may_come_one_by_one() => Overrides.Read(new[] { "a=1", "b=2" }).Count.ShouldBe(2);

    [Fact]
    public void What_is_no_assignment_is_refused_without_showing_all_of_it()
    {
        var failure = Should.Throw<AmiToolsException>(() => Overrides.Read("this is a secret that was pasted here"));
        failure.ErrorId.ShouldBe("OverridesNotUnderstood");
        failure.Message.ShouldNotContain("pasted");
    }

    [Fact]
    public void Another_type_is_refused() => Should.Throw<AmiToolsException>(() => Overrides.Read(5)).Message.ShouldContain("Int32");
}
