using AmiTools.Core.Images;
using AmiTools.Core.Tests.Usage;

namespace AmiTools.Core.Tests.Images;

/// <summary>What a script gives when its variable is empty.</summary>
public sealed class EmptyQuestionTests : IDisposable
{
    private readonly UsageLab lab = new();

    [Theory]
    [InlineData("", "latest", "NameMissing", "The image's name is empty; expected the name of an image definition.")]
    [InlineData("web", " ", "VersionMissing", "The version is empty; expected an exact one, a wildcard (2.0.*), a range ('>=2.0 <3') or latest.")]
    public async Task An_empty_name_or_version_finds_nothing_but_an_error(string name, string version, string id, string message)
    {
        var failure = await Should.ThrowAsync<AmiToolsException>(() => new FindImages(lab.Surroundings).RunAsync(new() { Name = name, Version = version }, lab.Reporter, default));
        (failure.ErrorId, failure.Kind, failure.Message).ShouldBe((id, FailureKind.InvalidInput, message));
    }

    public void Dispose() => lab.Dispose();
}
