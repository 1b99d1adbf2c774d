using System.Text;
using AmiTools.Core.Building;

namespace AmiTools.Core.Tests.Building;

public sealed class SecretScrubberTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYzEXAMPLEKEY";
    private readonly SecretScrubber scrubber = new([Secret, "pass,word\"1", null, "", "true"]);

    [Theory]
    [InlineData("key is " + Secret + ".", "key is ***.")]
    [InlineData(Secret + Secret, "***")]
    [InlineData("pass,word\"1", "***")]
    [InlineData("pass%!(PACKER_COMMA)word\"1", "***")]
    [InlineData("\"pass,word\\\"1\"", "\"***\"")]
    [InlineData("it is true", "it is true")]
    [InlineData("nothing to hide", "nothing to hide")]
    [InlineData("", "")]
    public void A_secret_becomes_stars(string text, string expected) => scrubber.Scrub(text).ShouldBe(expected);

    [Fact]
    public void A_url_encoded_secret_is_found() => scrubber.Scrub("?k=" + Uri.EscapeDataString(Secret) + "&x=1").ShouldBe("?k=***&x=1");

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("user:")]
    [InlineData("AWS_SECRET_ACCESS_KEY=")]
    public void A_secret_inside_base64_is_found(string before)
    {
        var scrubbed = scrubber.Scrub(Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + ":after")));
        scrubbed.ShouldContain("***");
        Unmasked(scrubbed).Select(DecodeBestEffort).ShouldAllBe(text => Overlap(text) < 12);
    }

    [Fact]
    public void A_secret_that_is_wrapped_over_lines_never_shows_twelve_characters()
    {
        for (var width = 7; width < Secret.Length; width++)
        {
            var shown = string.Concat(("value: " + Secret).Chunk(width).Select(c => scrubber.Scrub(new string(c))));
            Overlap(shown).ShouldBeLessThan(12, $"at width {width}: {shown}");
        }
    }

    [Fact]
    public void A_secret_that_is_split_in_two_is_masked_on_both_lines()
    {
        for (var cut = 6; cut <= Secret.Length - 6; cut++)
        {
            scrubber.Scrub("key: " + Secret[..cut]).ShouldBe("key: ***");
            scrubber.Scrub(Secret[cut..] + " and more").ShouldBe("*** and more");
            scrubber.Scrub("key: " + Secret[..cut] + "\n" + Secret[cut..] + " and more").ShouldBe("key: ***\n*** and more");
        }
    }

    [Fact]
    public void Without_secrets_text_stays_the_same_object()
    {
        var text = "some text that is long enough";
        new SecretScrubber([]).Scrub(text).ShouldBeSameAs(text);
    }

    private static IEnumerable<string> Unmasked(string text) => text.Split("***");

    private static string DecodeBestEffort(string text)
    {
        var usable = text[..(text.Length / 4 * 4)];
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(usable));
        }
        catch (FormatException)
        {
            return "";
        }
    }

    /// <summary>The longest run of the secret's characters that is in the text.</summary>
    private static int Overlap(string text)
    {
        for (var length = Secret.Length; length > 0; length--)
        {
            for (var i = 0; i + length <= Secret.Length; i++)
            {
                if (text.Contains(Secret.Substring(i, length), StringComparison.Ordinal)) return length;
            }
        }
        return 0;
    }
}
