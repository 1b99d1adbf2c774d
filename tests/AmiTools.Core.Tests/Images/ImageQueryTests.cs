using AmiTools.Core.Images;

namespace AmiTools.Core.Tests.Images;

public sealed class ImageQueryTests
{
    [Theory]
    [InlineData("WEB-Server", new[] { "WEB-Server", "WEB*", "web*" })]
    [InlineData("web-server", new[] { "web-server", "web*" })]
    [InlineData("web", new[] { "web" })]
    public void Names_like_a_name_that_is_not_there_begin_as_it_does_in_small_letters_too(string name, string[] values) =>
        ImageQuery.HintFilters(name).ShouldHaveSingleItem().Values.ShouldBe(values);
}
