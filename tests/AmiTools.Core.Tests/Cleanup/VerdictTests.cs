using AmiTools.Core.Cleanup;

namespace AmiTools.Core.Tests.Cleanup;

/// <summary>Each rule keeps what it should, alone, and is missed when it is left out.</summary>
public sealed class VerdictTests
{
    private static readonly DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A complete release that was used long ago and that nothing keeps.</summary>
    private static readonly Facts old = new()
    {
        Now = now,
        AccountId = "111111111111",
        OwnerId = "111111111111",
        AutoCleanup = "true",
        LastUsedRuntime = "2026-03-01T11:30:00Z",
        LastUsed = ["2026-02-01T00:00:00Z"],
        Created = now.AddDays(-60),
        IsComplete = true,
        ReleaseRank = 3,
        DeregistrationProtection = "disabled",
    };

    private static readonly Facts neverUsed = old with { LastUsed = [] };
    private static readonly Facts prerelease = old with { IsPrerelease = true, ReleaseRank = null };

    /// <summary>Facts that one rule alone keeps, with the reason it gives.</summary>
    private static readonly (string Rule, Facts Facts, string Reason)[] kept =
    [
        ("owner", old with { OwnerId = "999999999999" }, "owned by 999999999999, not by this account (111111111111)"),
        ("owner", old with { OwnerId = null }, "owned by nobody that is known, not by this account (111111111111)"),
        ("auto-cleanup", old with { AutoCleanup = null }, "has no tag AutoCleanup"),
        ("auto-cleanup", old with { AutoCleanup = "True" }, "AutoCleanup is 'True', not 'true'"),
        ("heartbeat", old with { LastUsedRuntime = null }, "no scan has looked at it: it has no LastUsedRuntime"),
        ("heartbeat", old with { LastUsedRuntime = "2026-03-01T10:59:59Z" }, "the last complete scan of it was at 2026-03-01T10:59:59Z, longer than 1 hour ago"),
        ("heartbeat", old with { LastUsedRuntime = "yesterday" }, "LastUsedRuntime is 'yesterday', which is no date; expected one like 2026-03-01T12:00:00Z"),
        ("heartbeat", old with { LastUsedRuntime = "2026-03-01T12:00:01Z" }, "LastUsedRuntime is in the future (2026-03-01T12:00:01Z)"),
        ("last-used-readable", old with { LastUsed = ["2026-02-01T00:00:00Z", "01.02.2026"] }, "LastUsed is '01.02.2026', which is no date; expected one like 2026-03-01T12:00:00Z"),
        ("last-use", old with { LastUsed = ["2026-02-22T12:00:00Z"] }, "last used at 2026-02-22T12:00:00Z, not more than 7 days ago"),
        ("last-use", old with { LastUsed = ["2026-01-01T00:00:00Z", "2026-02-25T00:00:00Z"] }, "last used at 2026-02-25T00:00:00Z, not more than 7 days ago"),
        ("last-use", old with { LastLaunched = [now.AddDays(-1)] }, "last used at 2026-02-28T12:00:00Z, not more than 7 days ago"),
        ("last-use", prerelease with { LastUsed = ["2026-02-28T00:00:00Z"] }, "last used at 2026-02-28T00:00:00Z, not more than 7 days ago"),
        ("created-readable", old with { Created = null }, "its creation date is unknown"),
        ("never-used", neverUsed with { Created = now.AddDays(-30) }, "never used, and not older than 30 days"),
        ("young", neverUsed with { Created = now.AddDays(-7), IsComplete = false, ReleaseRank = null }, "made not more than 7 days ago"),
        ("young", old with { Created = now.AddDays(-7) }, "made not more than 7 days ago"),
        ("prerelease", prerelease with { Created = now.AddDays(-7), LastUsed = [] }, "a prerelease not older than 7 days"),
        ("in-use", old with { UsedBy = ["instances: i-1"] }, "in use by instances: i-1"),
        ("sources", old with { UnknownSources = ["ec2-fleets in dev: denied"] }, "it can't be told whether it is used: ec2-fleets in dev: denied"),
        ("pinned", old with { Pinned = "by ops until 2026-04-01: audit" }, "pinned: by ops until 2026-04-01: audit"),
        ("pinned", old with { Pinned = "production" }, "pinned: production"),
        ("pinned", old with { Pinned = "by ops until Easter: audit" }, "pinned: by ops until Easter: audit"),
        ("parameter-history", old with { PinnedByParameters = ["/golden"] }, "in the history of /golden"),
        ("files", old with { PinnedByFiles = ["prod.tfvars"] }, "named by prod.tfvars"),
        ("latest", old with { ReleaseRank = 2 }, "number 2 of the newest 2 complete releases"),
        ("protection", old with { DeregistrationProtection = "enabled-without-cooldown" }, "protected from deregistration (enabled-without-cooldown)"),
        ("protection", old with { DeregistrationProtection = "disabled-after-2026-03-02T00:00:00Z" }, "protected from deregistration (disabled-after-2026-03-02T00:00:00Z)"),
        ("base", old with { KeptChildren = ["ami-2"] }, "the base of ami-2, kept"),
    ];

    public static TheoryData<int> Kept => [.. Enumerable.Range(0, kept.Length)];

    public static TheoryData<string> RuleNames => [.. Verdicts.Rules.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_rule_keeps_what_it_should_alone_and_says_why(int index)
    {
        var (_, facts, reason) = kept[index];
        Verdicts.Of(facts, new()).Keep.ShouldBe([reason]);
    }

    /// <summary>The mutants: without its rule, everything that the rule alone keeps would be deleted.</summary>
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Each_rule_is_missed_when_it_is_left_out(string left)
    {
        // A date in the future is recent as well, so two rules keep it: it is its reason that is missed.
        if (left == "last-used-readable") Verdicts.Of(old with { LastUsed = ["2026-03-01T12:00:01Z"] }, new(), Without(left)).Keep.ShouldNotContain("LastUsed is in the future (2026-03-01T12:00:01Z)");
        var cases = kept.Where(k => k.Rule == left).ToList();
        cases.ShouldNotBeEmpty();
        foreach (var (_, facts, reason) in cases) Verdicts.Of(facts, new(), Without(left)).IsDelete.ShouldBeTrue(reason);
    }

    [Fact]
    public void Dates_in_the_future_are_said_as_such()
    {
        Verdicts.Of(old with { LastUsed = ["2026-03-01T12:00:01Z"] }, new()).Keep.ShouldContain("LastUsed is in the future (2026-03-01T12:00:01Z)");
        Verdicts.Of(old with { LastLaunched = [now.AddSeconds(1)] }, new()).Keep.ShouldContain("LastLaunchedTime is in the future (2026-03-01T12:00:01Z)");
        Verdicts.Of(old with { Created = now.AddSeconds(1) }, new()).Keep.ShouldBe(["its creation date is in the future (2026-03-01T12:00:01Z)"]);
    }

    [Fact]
    public void What_no_rule_keeps_is_deleted()
    {
        foreach (var facts in new[]
        {
            old, neverUsed, prerelease, prerelease with { LastUsed = [] },
            // One second past each limit.
            old with { LastUsedRuntime = "2026-03-01T11:00:00Z" },
            old with { LastUsed = ["2026-02-22T11:59:59Z"] },
            neverUsed with { Created = now.AddDays(-30).AddSeconds(-1) },
            prerelease with { Created = now.AddDays(-7).AddSeconds(-1), LastUsed = [] },
            neverUsed with { Created = now.AddDays(-7).AddSeconds(-1), IsComplete = false, ReleaseRank = null },
            old with { Pinned = "by ops until 2026-02-28: audit" },
            old with { DeregistrationProtection = null },
        }) Verdicts.Of(facts, new()).Keep.ShouldBeEmpty();
    }

    [Fact]
    public void All_reasons_are_given_not_the_first_alone() =>
        Verdicts.Of(old with { AutoCleanup = null, ReleaseRank = 1, UsedBy = ["instances: i-1"] }, new()).Keep.Count.ShouldBe(3);

    [Fact]
    public void The_limits_are_the_ones_given()
    {
        var limits = new Limits { AfterUse = TimeSpan.FromDays(40), NeverUsed = TimeSpan.FromDays(90), Prerelease = TimeSpan.FromDays(90), KeepLatest = 3, Heartbeat = TimeSpan.FromMinutes(10) };
        Verdicts.Of(old, limits).Keep.Count.ShouldBe(3);
        Verdicts.Of(neverUsed, limits).Keep.ShouldContain("never used, and not older than 90 days");
        Verdicts.Of(prerelease, limits).Keep.ShouldContain("a prerelease not older than 90 days");
    }

    private static IEnumerable<Rule> Without(string name) => Verdicts.Rules.Where(r => r.Name != name);
}
