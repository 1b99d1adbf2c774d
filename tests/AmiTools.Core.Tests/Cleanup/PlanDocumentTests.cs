using AmiTools.Core.Cleanup;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>Plans as they come back from JSON.</summary>
public sealed class PlanDocumentTests
{
    // As ConvertTo-Json writes it: enumerations as numbers, names in PascalCase.
    private const string PowerShell = """
        {"PlanId":"20260301T120000Z-0a1b2c3d","PlannedAt":"2026-03-01T12:00:00+00:00","ImageId":"ami-0123456789abcdef0","Name":"web","Version":"1.0.1","Target":"dev","AccountId":"111111111111","Region":"eu-west-1",
         "PairId":null,"Decision":3,"Reasons":["never used, made 60 days ago"],"UsedBy":[],"SnapshotIds":["snap-1"],"SizeGiB":8,
         "Limits":{"OlderThanDays":7.0,"NeverUsedOlderThanDays":30.0,"PrereleaseOlderThanDays":7.0,"KeepLatest":2,"ParameterHistory":100,"Stage":0,"StageDays":7.0}}
        """;

    [Fact]
    public void Both_ways_of_writing_mean_the_same()
    {
        var row = PlanDocument.Parse(PowerShell, "plan.json").ShouldHaveSingleItem();
        var cli = PlanDocument.Parse("[" + PowerShell.Replace("\"Decision\":3", "\"decision\":\"delete\"").Replace("\"Stage\":0", "\"stage\":\"none\"").Replace("\"ImageId\"", "\"imageId\"") + "]", "plan.json").ShouldHaveSingleItem();
        (row.ImageId, row.Decision, row.SizeGiB, row.Limits).ShouldBe(("ami-0123456789abcdef0", CleanupDecision.Delete, 8, new CleanupLimits()));
        cli.ToString().ShouldBe(row.ToString());
        cli.Limits.ShouldBe(row.Limits);
        PlanDocument.Parse("[]", "plan.json").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"ami-0123456789abcdef0\"", "7", "plan.json, row 1 is no row of a plan: ImageId is '7'; expected a text. Nothing was deleted.")]
    [InlineData("\"Decision\":3", "\"Decision\":9", "plan.json, row 1 is no row of a plan: Decision is '9'; expected one of Keep, Deprecate, Disable, Delete. Nothing was deleted.")]
    [InlineData("\"KeepLatest\":2,", "", "plan.json, row 1, Limits is no row of a plan: KeepLatest is missing; expected a number. Nothing was deleted.")]
    [InlineData("\"Limits\":", "\"Limits\":\"CleanupLimits { OlderThanDays = 7 }\",\"More\":", "plan.json, row 1 is no row of a plan: Limits is 'CleanupLimits { OlderThanDays = 7 }'; expected an object (ConvertTo-Json cuts it off without -Depth 5). Nothing was deleted.")]
    [InlineData("{\"PlanId\"", "3, {\"PlanId\"", "plan.json:1 is no JSON: ")]
    public void What_is_no_plan_is_refused_with_its_place(string part, string other, string message)
    {
        var failure = Should.Throw<AmiToolsException>(() => PlanDocument.Parse(PowerShell.Replace(part, other), "plan.json"));
        failure.ErrorId.ShouldBe("PlanInvalid");
        failure.Message.ShouldStartWith(message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<AmiToolsException>(() => PlanDocument.Read("/no/such/plan.json")).Message.ShouldStartWith("The plan can't be read from /no/such/plan.json: ");
}
