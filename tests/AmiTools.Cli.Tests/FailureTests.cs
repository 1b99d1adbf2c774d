namespace AmiTools.Cli.Tests;

public class FailureTests
{
    [Theory]
    [InlineData(FailureKind.InvalidInput, 1, "invalidInput")]
    [InlineData(FailureKind.NotFound, 1, "notFound")]
    [InlineData(FailureKind.Conflict, 1, "conflict")]
    [InlineData(FailureKind.Authentication, 1, "authentication")]
    [InlineData(FailureKind.PermissionDenied, 1, "permissionDenied")]
    [InlineData(FailureKind.ServiceFailed, 1, "serviceFailed")]
    [InlineData(FailureKind.Unreachable, 1, "unreachable")]
    [InlineData(FailureKind.LimitReached, 1, "limitReached")]
    [InlineData(FailureKind.Busy, 1, "busy")]
    [InlineData(FailureKind.TimedOut, 1, "timedOut")]
    [InlineData(FailureKind.NotInstalled, 1, "notInstalled")]
    [InlineData(FailureKind.PartlyDone, 2, "partlyDone")]
    public void Every_kind_of_failure_has_its_exit_code_and_its_word(FailureKind kind, int exitCode, string word)
    {
        var failure = Failure.Of(new AmiToolsException("SomeId", kind, "What happened.", "web-server") { RecommendedAction = "Do this." }, stopped: false, undoes: true);

        ((int)failure.ExitCode).ShouldBe(exitCode);
        failure.Kind.ShouldBe(word);
        (failure.ErrorId, failure.Message, failure.NextStep, failure.Subject).ShouldBe(("SomeId", "What happened.", "Do this.", "web-server"));
    }

    [Fact]
    public void No_kind_of_failure_is_forgotten_by_these_tests() => Enum.GetValues<FailureKind>().Length.ShouldBe(12);

    [Fact]
    public void A_stop_on_request_says_whether_something_was_undone()
    {
        Failure.Of(new OperationCanceledException(), stopped: true, undoes: true).Message.ShouldBe("Stopped on request; what this run had made is undone.");
        Failure.Of(new TaskCanceledException(), stopped: true, undoes: false).Message.ShouldBe("Stopped on request.");
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_not_called_a_stop() =>
        Failure.Of(new OperationCanceledException("a time-out"), stopped: false, undoes: true).ErrorId.ShouldBe("Unexpected");

    [Fact]
    public void An_unexpected_failure_is_one_line_with_a_hint()
    {
        var failure = Failure.Of(new InvalidOperationException("Sequence\ncontains\r\nno elements"), stopped: false, undoes: false);

        failure.ExitCode.ShouldBe(ExitCode.Failed);
        failure.Message.ShouldBe("Unexpected failure (InvalidOperationException): Sequence contains no elements");
        failure.NextStep.ShouldBe("Run the same command with --verbose for the details, and report them.");
    }

    [Fact]
    public void All_problems_are_carried_along_for_scripts()
    {
        Problem[] problems = [new("UnknownKey", "There is no 'regoin'; did you mean 'region'?", "environments.yaml", 3), new("EmptyValue", "'subnet_id' is empty.", null, null, "prod")];

        var failure = Failure.Of(new ProblemsFoundException("DefinitionInvalid", "2 problems:", problems), stopped: false, undoes: false);

        failure.Problems.ShouldBe(problems);
        failure.Message.ShouldContain("environments.yaml:3: There is no 'regoin'");
    }
}
