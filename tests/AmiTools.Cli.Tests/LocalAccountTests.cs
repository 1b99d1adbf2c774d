using AmiTools.Cli.Clouds;

namespace AmiTools.Cli.Tests;

public class LocalAccountTests
{
    [Fact]
    public void An_accounts_keys_are_the_same_at_every_start_and_look_like_real_ones()
    {
        var account = LocalAccount.Parse("111111111111=dev")!;

        account.AccessKeyId.ShouldBe("AKIALOCL111111111111");
        account.SecretAccessKey.Length.ShouldBe(40);
        account.SecretAccessKey.ShouldBe(LocalAccount.Parse("111111111111=other")!.SecretAccessKey);
        account.SecretAccessKey.ShouldNotBe(LocalAccount.Parse("222222222222=dev")!.SecretAccessKey);
        account.Variables.Keys.ShouldBe(["DEV_AWS_ACCESS_KEY_ID", "DEV_AWS_SECRET_ACCESS_KEY"]);
    }

    [Fact]
    public void A_name_with_a_hyphen_becomes_a_legal_variable() => LocalAccount.Parse("111111111111=dev-eu")!.VariablePrefix.ShouldBe("DEV_EU");

    [Theory]
    [InlineData("dev=111111111111")]
    [InlineData("11111111111=dev")]
    [InlineData("1111111111111=dev")]
    [InlineData("111111111111=")]
    [InlineData("111111111111")]
    [InlineData("111111111111=de v")]
    [InlineData("111111111111=dev\n")]
    public void Anything_else_is_no_account(string text) => LocalAccount.Parse(text).ShouldBeNull();
}
