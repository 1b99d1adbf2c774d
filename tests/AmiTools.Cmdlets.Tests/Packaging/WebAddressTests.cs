using AmiTools.Build;

namespace AmiTools.Cmdlets.Tests.Packaging;

public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://github.com/company/amitools.git", "https://github.com/company/amitools")]
    [InlineData("https://github.com/company/amitools/\n", "https://github.com/company/amitools")]
    [InlineData("https://build:secret@git.company.com:8443/tools/amitools.git", "https://git.company.com:8443/tools/amitools")]
    [InlineData("http://git.company.local/amitools", "http://git.company.local/amitools")]
    [InlineData("git@github.com:company/amitools.git", "https://github.com/company/amitools")]
    [InlineData("git.company.com:tools/group/amitools", "https://git.company.com/tools/group/amitools")]
    [InlineData("ssh://git@git.company.com:7999/tools/amitools.git", "https://git.company.com/tools/amitools")]
    public void A_remote_on_a_host_has_a_page_without_anybodys_password(string remote, string page) => WebAddress.OfRemote(remote).ShouldBe(page);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/srv/git/amitools.git")]
    [InlineData("../amitools")]
    [InlineData("file:///srv/git/amitools.git")]
    [InlineData(@"C:\git\amitools")]
    [InlineData("C:/git/amitools")]
    [InlineData("https://github.com/")]
    public void A_folder_has_none(string? remote) => WebAddress.OfRemote(remote).ShouldBeNull();
}
