using System.Management.Automation;
using AmiTools.Aws;
using AmiTools.Cmdlets.Base;

namespace AmiTools.Cmdlets.Tests;

/// <summary>The table from AWS's codes over kinds of failure to PowerShell's categories, and what else an error tells.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("AuthFailure", ErrorCategory.AuthenticationError)]
    [InlineData("InvalidClientTokenId", ErrorCategory.AuthenticationError)]
    [InlineData("SignatureDoesNotMatch", ErrorCategory.AuthenticationError)]
    [InlineData("ExpiredToken", ErrorCategory.AuthenticationError)]
    [InlineData("RequestExpired", ErrorCategory.AuthenticationError)]
    [InlineData(AwsException.CredentialsUnavailable, ErrorCategory.AuthenticationError)]
    [InlineData("UnauthorizedOperation", ErrorCategory.PermissionDenied)]
    [InlineData("AccessDenied", ErrorCategory.PermissionDenied)]
    [InlineData("AccessDeniedException", ErrorCategory.PermissionDenied)]
    [InlineData("InvalidAMIID.NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("InvalidSnapshot.NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("ParameterNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("InvalidAMIName.Duplicate", ErrorCategory.ResourceExists)]
    [InlineData("ParameterAlreadyExists", ErrorCategory.ResourceExists)]
    [InlineData("InvalidAMIID.Malformed", ErrorCategory.InvalidArgument)]
    [InlineData("InvalidParameterValue", ErrorCategory.InvalidArgument)]
    [InlineData("ValidationError", ErrorCategory.InvalidArgument)]
    [InlineData("InvalidAMIID.Unavailable", ErrorCategory.ResourceBusy)]
    [InlineData("InvalidSnapshot.InUse", ErrorCategory.ResourceBusy)]
    [InlineData("IncorrectState", ErrorCategory.ResourceBusy)]
    [InlineData("RequestLimitExceeded", ErrorCategory.LimitsExceeded)]
    [InlineData("Throttling", ErrorCategory.LimitsExceeded)]
    [InlineData("ResourceLimitExceeded", ErrorCategory.LimitsExceeded)]
    [InlineData("VcpuLimitExceeded", ErrorCategory.LimitsExceeded)]
    [InlineData(AwsException.RequestTimeout, ErrorCategory.OperationTimeout)]
    [InlineData(AwsException.ConnectionFailed, ErrorCategory.ConnectionError)]
    [InlineData(AwsException.InvalidResponse, ErrorCategory.ConnectionError)]
    [InlineData("InternalError", ErrorCategory.ResourceUnavailable)]
    [InlineData("SomethingNew", ErrorCategory.ResourceUnavailable)]
    public void An_AWS_code_has_its_category_and_is_the_id(string code, ErrorCategory category)
    {
        var facts = ErrorFacts.Of(new AwsException("EC2", "DescribeImages", code, "planned"), "web 2.0", "Get-AmiByVersion");
        (facts.Id, facts.Category, facts.Subject).ShouldBe((code, category, "web 2.0"));
        facts.NextStep.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Every_kind_of_failure_has_a_category_of_its_own_and_a_next_step()
    {
        var kinds = Enum.GetValues<FailureKind>();
        kinds.Select(Errors.Category).ShouldBeUnique();
        kinds.Select(Errors.Category).ShouldNotContain(ErrorCategory.NotSpecified);
        kinds.Select(k => NextStep.After(k, "New-PairedAmi")).ShouldBeUnique();
        NextStep.After(FailureKind.PermissionDenied, "New-PairedAmi").ShouldContain("Get-AmiPolicy New-PairedAmi");
    }

    [Fact]
    public void What_a_failure_says_itself_comes_first()
    {
        var facts = ErrorFacts.Of(new AmiToolsException("JobRunning", FailureKind.Conflict, "x", "own") { RecommendedAction = "Wait." }, "given", "Update-AmiLastUsed");
        facts.ShouldBe(new("JobRunning", FailureKind.Conflict, "own", "Wait."));
        ErrorFacts.Of(new AmiToolsException("X", FailureKind.NotFound, "x"), "given", "Y").Subject.ShouldBe("given");
    }

    [Fact]
    public void A_fault_of_ours_is_called_one()
    {
        var facts = ErrorFacts.Of(new InvalidOperationException("x"), null, "Y");
        (facts.Id, facts.Category).ShouldBe(("UnexpectedInvalidOperationException", ErrorCategory.NotSpecified));
        facts.NextStep.ShouldContain("report");
        ErrorFacts.Of(new OperationCanceledException(), null, "Y").Category.ShouldBe(ErrorCategory.OperationStopped);
    }
}
