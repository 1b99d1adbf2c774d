using System.Text;

namespace AmiTools.Aws.Tests.Contract;

public sealed class FormBodyTests
{
    [Theory]
    [InlineData("plain-._~09AZ", "plain-._~09AZ")]
    [InlineData("a b", "a%20b")]
    [InlineData("a+b&c=d%", "a%2Bb%26c%3Dd%25")]
    [InlineData("AmiTools:Image", "AmiTools%3AImage")]
    [InlineData("Grüße", "Gr%C3%BC%C3%9Fe")]
    [InlineData("ab\ud83d\ude00c", "ab%F0%9F%98%80c")]
    [InlineData("", "")]
    public void Values_are_encoded_as_RFC_3986_says(string value, string encoded)
    {
        using var form = new FormBody();
        form.Add("Key", value);
        Encoding.ASCII.GetString(form.ToBytes()).ShouldBe("Key=" + encoded);
    }

    [Fact]
    public void Lists_are_numbered_from_1_and_a_body_may_be_long()
    {
        using var form = new FormBody();
        Query.Flatten(new CreateTags { Resources = [.. Enumerable.Range(0, 1000).Select(i => $"ami-{i:x17}")], Tags = [new() { Key = "k", Value = "v w" }] }, form);
        var parts = Encoding.ASCII.GetString(form.ToBytes()).Split('&');
        parts.Length.ShouldBe(1002);
        parts[0].ShouldBe("ResourceId.1=ami-00000000000000000");
        parts[9].ShouldBe("ResourceId.10=ami-00000000000000009");
        parts[999].ShouldBe($"ResourceId.1000=ami-{999:x17}");
        parts[1000..].ShouldBe(["Tag.1.Key=k", "Tag.1.Value=v%20w"]);
    }
}
