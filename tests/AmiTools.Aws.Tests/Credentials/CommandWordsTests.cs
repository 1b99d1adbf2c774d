namespace AmiTools.Aws.Tests.Credentials;

public class CommandWordsTests
{
    [Theory]
    [InlineData("helper", "helper")]
    [InlineData("  helper   --account\tprod ", "helper|--account|prod")]
    [InlineData("\"/opt/my tools/helper\" 'a b' c\\ d", "/opt/my tools/helper|a b|c d")]
    [InlineData("helper --empty '' \"\"", "helper|--empty||")]
    [InlineData("helper a'b'\"c\"d", "helper|abcd")]
    [InlineData("helper \"say \\\"hello\\\" \\n\" 'back\\slash'", "helper|say \"hello\" \\n|back\\slash")]
    // No shell: nothing is expanded, and nothing ends the command.
    [InlineData("helper $HOME `id` *.txt; rm x | y && z > w", "helper|$HOME|`id`|*.txt;|rm|x|||y|&&|z|>|w")]
    [InlineData("helper \\", "helper|\\")]
    [InlineData("", "")]
    public void A_command_line_is_cut_as_the_AWS_CLI_cuts_it(string command, string words) =>
        string.Join('|', CommandWords.Of(command, windows: false)).ShouldBe(words);

    [Theory]
    [InlineData("\"C:\\Program Files\\helper.exe\" --out C:\\x", "C:\\Program Files\\helper.exe|--out|C:\\x")]
    [InlineData("helper 'a b'", "helper|'a|b'")]
    [InlineData("helper \"a \\\"b\\\"\"", "helper|a \"b\"")]
    public void On_Windows_a_backslash_is_one(string command, string words) =>
        string.Join('|', CommandWords.Of(command, windows: true)).ShouldBe(words);

    [Theory]
    [InlineData("helper \"open")]
    [InlineData("helper 'open")]
    public void A_quote_that_is_not_closed_is_an_error(string command) =>
        Should.Throw<FormatException>(() => CommandWords.Of(command, windows: false)).Message.ShouldContain("is not closed");
}
