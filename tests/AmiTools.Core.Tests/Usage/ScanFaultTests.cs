using AmiTools.Core.Usage;
using AmiTools.LocalCloud;
using AmiTools.Tests;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Usage;

/// <summary>
/// Every call of a scan of a fleet in which every source is in use, broken in every way, once and for good, before and
/// after it had its effect. Never a heartbeat on what could not be told, never a use that is none, and the end is an error.
/// </summary>
public sealed class ScanFaultTests(ITestOutputHelper output)
{
    private const string Now = "2026-03-01T12:00:00Z";
    private const string Before = "2026-02-28T09:00:00Z";

    private static readonly FaultKind[] kinds = [FaultKind.Error, FaultKind.InternalError, FaultKind.Throttle, FaultKind.Html, FaultKind.HtmlOk, FaultKind.EmptyBody, FaultKind.Cut, FaultKind.Hang];

    /// <summary>One call of the clean run, and what goes wrong with it.</summary>
    private sealed record Point(string Service, string Action, string Account, int Number, bool IsOfForeign, FaultKind Kind, FaultTime When, bool IsLasting)
    {
        public Fault Fault => new(Action, Number, Kind, When) { Service = Service, Account = Account, Count = IsLasting ? 0 : 1, Code = "UnauthorizedOperation", Status = 403, Message = "You are not authorized (planned)." };

        /// <summary>A refusal is not tried again; all else is, and once is then not enough.</summary>
        public bool IsFailure => Kind != FaultKind.Delay && (IsLasting || Kind == FaultKind.Error);
    }

    [Fact]
    public async Task A_sample_of_all_faults_ends_in_no_wrong_tag()
    {
        var points = await PointsAsync();
        // A step that has no divisor in common with the number of faults of a call reaches each of them.
        await RunAsync([.. points.Where((_, i) => i % 37 == 0)]);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task No_fault_of_any_call_ends_in_a_wrong_tag() => await RunAsync(await PointsAsync());

    [Fact]
    public async Task Without_a_fault_everything_is_tagged_as_it_is()
    {
        using var lab = new UsageLab();
        var fleet = Seed(lab);
        (await ScanAsync(lab)).ShouldBeNull();
        foreach (var (image, isUsed) in fleet.Images)
        {
            var tags = lab.Inside.Tags(BusyFleet.Region, image);
            tags["LastUsedRuntime"].ShouldBe(Now);
            (tags.GetValueOrDefault("LastUsed") == Now).ShouldBe(isUsed, tags["AmiTools:Image"]);
        }
        // Each source has its own image: all but those of files and of the second witnesses.
        var sources = (await new GetUsage(lab.Surroundings).RunAsync(new() { ImageIds = [.. fleet.Images.Keys] }, lab.Reporter, CancellationToken.None)).SelectMany(u => u.UsedBy).Select(u => u.Source).Distinct();
        sources.ShouldBe(UsageSources.All.Select(s => s.Name).Append("pairs").Except(["files", "shares"]), ignoreOrder: true);
    }

    private async Task RunAsync(IReadOnlyList<Point> points)
    {
        var failures = 0;
        foreach (var point in points)
        {
            using var lab = new UsageLab();
            var fleet = Seed(lab);
            lab.Cloud.Faults.Add(point.Fault);
            var error = await ScanAsync(lab);
            if (error is not null) failures++;
            Check(point, lab, fleet, error);
        }
        output.WriteLine($"{points.Count} points, {failures} of them ended in an error");
        failures.ShouldBeGreaterThan(0);
    }

    private static void Check(Point point, UsageLab lab, BusyFleet fleet, AmiToolsException? error)
    {
        var isRead = point.Action != "CreateTags";
        // Which images of others can be launched is only asked to make less unknown; if nothing is unknown, nothing is missed.
        var isHarmful = point.IsFailure && !point.IsOfForeign;
        if (isHarmful) error.ShouldNotBeNull($"{point}").Kind.ShouldBeOneOf(FailureKind.PartlyDone);
        else error.ShouldBeNull($"{point}");
        // Without an account's own images nothing is known of what it may launch either.
        var isBlind = isHarmful && isRead && point.Action == "DescribeImages";
        foreach (var (image, isUsed) in fleet.Images)
        {
            var tags = lab.Inside.Tags(BusyFleet.Region, image);
            var (use, beat) = (tags.GetValueOrDefault("LastUsed"), tags.GetValueOrDefault("LastUsedRuntime"));
            var what = $"{point}: {tags["AmiTools:Image"]} {image} LastUsed {use}, LastUsedRuntime {beat}";
            beat.ShouldBeOneOf([Now, Before], what);
            if (use == Now) isUsed.ShouldBeTrue(what);
            if (beat == Now && isUsed) use.ShouldBe(Now, what);
            var isTouched = isHarmful && (isBlind || fleet.AccountsOf(image).Contains(point.Account));
            if (isTouched && isRead) beat.ShouldBe(Before, what);
            if (!isTouched) (beat, use == Now).ShouldBe((Now, isUsed), what);
        }
    }

    private static async Task<IReadOnlyList<Point>> PointsAsync()
    {
        using var lab = new UsageLab();
        Seed(lab);
        await ScanAsync(lab);
        var calls = lab.Cloud.Calls;
        calls.Count.ShouldBeGreaterThan(40);
        var points = new List<Point>();
        foreach (var call in calls)
        {
            var number = calls.Count(c => c.Order <= call.Order && (c.Service, c.Action, c.Account) == (call.Service, call.Action, call.Account));
            var isOfForeign = call.Action == "DescribeImages" && call.Parameters.GetValueOrDefault("Owner.1") != "self";
            Point Of(FaultKind kind, FaultTime when, bool isLasting) => new(call.Service, call.Action, call.Account, number, isOfForeign, kind, when, isLasting);
            foreach (var when in Enum.GetValues<FaultTime>())
            {
                foreach (var kind in kinds) points.AddRange([Of(kind, when, false), Of(kind, when, true)]);
                points.Add(Of(FaultKind.Delay, when, false));
            }
        }
        points.Count.ShouldBe(calls.Count * 34);
        return points;
    }

    private static BusyFleet Seed(UsageLab lab)
    {
        lab.Inside.Clear();
        var fleet = BusyFleet.SeedInto(lab.Inside);
        foreach (var image in fleet.Images.Keys) lab.Inside.SetTag(BusyFleet.Region, image, "LastUsedRuntime", Before);
        return fleet;
    }

    /// <summary>Null if the scan was complete.</summary>
    private static async Task<AmiToolsException?> ScanAsync(UsageLab lab)
    {
        try
        {
            ScanText.ThrowIfIncomplete(await new ScanLastUsed(lab.Surroundings).RunAsync(new(), lab.Reporter, CancellationToken.None));
            return null;
        }
        catch (AmiToolsException e)
        {
            return e;
        }
    }
}
