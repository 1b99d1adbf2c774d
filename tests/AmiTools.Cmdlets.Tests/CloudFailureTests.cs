using AmiTools.Cmdlets.LocalClouds;

namespace AmiTools.Cmdlets.Tests;

/// <summary>A local cloud that did not start says why, and not in JSON.</summary>
public sealed class CloudFailureTests
{
    [Theory]
    [InlineData("""{"type":"error","errorId":"PortNotAvailable","kind":"conflict","message":"Port 5 is taken. Choose another --port.","subject":"5"}""", "PortNotAvailable", FailureKind.Conflict, "Port 5 is taken. Choose another -Port.", "5")]
    [InlineData("""{"type":"error","errorId":"BadUsage","kind":"badUsage","message":"--account expects twelve digits."}""", "BadUsage", FailureKind.InvalidInput, "-Account expects twelve digits.", null)]
    [InlineData("""{"type":"error","errorId":"Unexpected","kind":"unexpected","message":"x","nextStep":"Report it."}""", "Unexpected", FailureKind.ServiceFailed, "x", null)]
    public void What_the_cloud_says_is_the_failure(string line, string id, FailureKind kind, string message, string? subject)
    {
        var failure = CloudFailure.Of("warning: something before\n{ no JSON\n" + line + "\n").ShouldNotBeNull();
        (failure.ErrorId, failure.Kind, failure.Message, failure.Subject).ShouldBe((id, kind, message, subject));
        (failure.RecommendedAction is null).ShouldBe(id != "Unexpected");
    }

    [Fact]
    public void Of_other_words_nothing_is_known() => CloudFailure.Of("Killed\n{\"type\":\"warning\"}\n").ShouldBeNull();
}
