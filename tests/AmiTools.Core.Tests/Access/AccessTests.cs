using AmiTools.Core.Access;
using AmiTools.Core.Tests.Repair;
using AmiTools.Core.Tests.Usage;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Access;

/// <summary>Who may use an image and its snapshots, as one thing.</summary>
public sealed class AccessTests : IDisposable
{
    private const string Organization = "arn:aws:organizations::111111111111:organization/o-abcdefghij", Unit = "arn:aws:organizations::111111111111:ou/o-abcdefghij/ou-abcd-12345678";
    private const string Key = "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-4333-8444-555555555555";
    private readonly UsageLab lab = new();
    private readonly Surroundings surroundings;

    // What is waited for passes quickly.
    public AccessTests() => surroundings = lab.Surroundings with { Time = new QuickTime(500) };

    [Fact]
    public async Task A_grant_opens_the_snapshots_and_the_image_and_reads_them_back()
    {
        var after = await ChangeAsync(new() { Images = [lab.DevImage], Accounts = [UsageLab.Prod], Organizations = [Organization], OrganizationalUnits = [Unit] });
        AccessText.Entities(after).ShouldBe([UsageLab.Prod, Organization, Unit]);
        after.Snapshots.ShouldHaveSingleItem().Accounts.ShouldBe([UsageLab.Prod]);
        after.Differences.ShouldBeEmpty();
        var changes = lab.Cloud.Calls.Where(c => c.Action.StartsWith("Modify", StringComparison.Ordinal) && c.Status == 200).Select(c => c.Action);
        changes.ShouldBe(["ModifySnapshotAttribute", "ModifyImageAttribute"]);
        lab.Reporter.All.ShouldNotContain(t => t.StartsWith("warning", StringComparison.Ordinal));
        lab.Reporter.ShouldHaveGoneForward("Changing access");
        (await PlanAsync(new() { Images = [lab.DevImage], Accounts = [UsageLab.Prod] })).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_plan_has_what_is_missing_and_exactly_takes_away_what_is_not_named()
    {
        await ChangeAsync(new() { Images = [lab.DevImage], Accounts = [UsageLab.Prod, "444444444444"], Organizations = [Organization] });
        var wish = new AccessRequest { Images = [lab.DevImage], Accounts = [UsageLab.Prod, UsageLab.Stranger], Change = AccessChange.Exact };
        var plan = await PlanAsync(wish);
        plan.Image.Added.ShouldBe([UsageLab.Stranger]);
        plan.Image.Removed.ShouldBe(["444444444444", Organization]);
        var snapshot = plan.Snapshots.ShouldHaveSingleItem();
        (snapshot.Value.Added[0], snapshot.Value.Removed[0]).ShouldBe((UsageLab.Stranger, "444444444444"));
        AccessText.Describe(plan).ShouldBe($"Change who may use {lab.DevImage} (web 1.0.1, dev, account 111111111111, eu-west-1): image: + 333333333333; image: - 444444444444, {Organization}; snapshot {snapshot.Key}: + 333333333333; snapshot {snapshot.Key}: - 444444444444");
        AccessText.Entities(await ChangeAsync(wish)).ShouldBe([UsageLab.Prod, UsageLab.Stranger], ignoreOrder: true);
        var none = await ChangeAsync(new() { Images = [lab.DevImage], Change = AccessChange.Exact });
        AccessText.Entities(none).Concat(none.Snapshots[0].Accounts).ShouldBeEmpty();
    }

    [Fact]
    public async Task Snapshots_are_changed_by_at_most_500_a_call_adding_and_removing_apart()
    {
        string[] Accounts(int from, int count) => [.. Enumerable.Range(from, count).Select(i => $"{700_000_000_000 + i}")];
        await ChangeAsync(new() { Images = [lab.DevImage], Accounts = Accounts(0, 900) });
        lab.Cloud.ClearCalls();
        var after = await ChangeAsync(new() { Images = [lab.DevImage], Accounts = Accounts(700, 900), Change = AccessChange.Exact });
        after.Accounts.ShouldBe(Accounts(700, 900));
        after.Snapshots[0].Accounts.ShouldBe(after.Accounts);
        lab.Cloud.Calls.Where(c => c.Action == "ModifySnapshotAttribute" && c.Status == 200).Select(c => (Adds: c.Parameters.Keys.Count(k => k.StartsWith("CreateVolumePermission.Add.", StringComparison.Ordinal)), Removes: c.Parameters.Keys.Count(k => k.StartsWith("CreateVolumePermission.Remove.", StringComparison.Ordinal))))
            .ShouldBe([(500, 0), (200, 0), (0, 500), (0, 200)]);
        (await RefusedAsync(new() { Images = [lab.DevImage], Accounts = Accounts(2000, 200) })).Message.ShouldContain("would be shared with 1100 accounts, organizations and units; EC2 allows 1000");
    }

    [Fact]
    public async Task The_default_key_is_refused_before_anything_is_changed_and_of_a_customer_key_the_grant_is_told()
    {
        var usual = lab.Inside.SeedImage(UsageLab.Dev, UsageLab.Region, new ImageSeed { Name = "usual", IsEncrypted = true });
        lab.Cloud.ClearCalls();
        var refused = await RefusedAsync(new() { Images = [lab.DevImage, usual], Accounts = [UsageLab.Prod] });
        refused.Message.ShouldContain($"{usual} can't be shared: its snapshot");
        refused.Message.ShouldEndWith("is encrypted with the account's default key (aws/ebs), which nobody else can use (account 111111111111, eu-west-1). Copy the image with a key of your own (Copy-AmiToTarget -Encrypt -KmsKeyId), or build it with one.");
        lab.Cloud.Calls.ShouldNotContain(c => c.Action.StartsWith("Modify", StringComparison.Ordinal) && c.Status == 200);

        var own = lab.Inside.SeedImage(UsageLab.Dev, UsageLab.Region, new ImageSeed { Name = "own", IsEncrypted = true, KmsKeyId = Key });
        (await PlanAsync(new() { Images = [own], Accounts = [UsageLab.Prod] })).Warnings.ShouldBe([$"{own} is encrypted with {Key}. A share is of use only if the key's policy lets {UsageLab.Prod} do kms:DescribeKey, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey* and kms:CreateGrant; AmiTools does not change keys."]);
        (await RefusedAsync(new() { Images = [own], Public = true })).Message.ShouldContain("can't be made public: its snapshot");
    }

    [Fact]
    public async Task Where_KMS_may_not_be_asked_EC2_refuses_and_nothing_stays_shared()
    {
        var image = lab.Inside.SeedImage(UsageLab.Dev, UsageLab.Region, new ImageSeed { Name = "usual", IsEncrypted = true });
        lab.Inside.Deny(UsageLab.Dev, "kms:DescribeKey");
        var failure = await Should.ThrowAsync<AmiToolsException>(() => ChangeAsync(new() { Images = [image], Accounts = [UsageLab.Prod] }));
        (failure.ErrorId, failure.Kind).ShouldBe(("AccessFailed", FailureKind.InvalidInput));
        failure.Message.ShouldEndWith("It is as it was.");
        lab.Reporter.All.ShouldContain(w => w.Contains("could not be told before trying"));
        lab.Inside.Images(UsageLab.Dev, UsageLab.Region).ShouldAllBe(i => i.SharedWith.Count == 0);
    }

    [Fact]
    public async Task Public_is_never_reached_without_being_asked_for_and_an_unshare_that_is_of_no_use_is_told()
    {
        (await PlanAsync(new() { Images = [lab.DevImage], Public = true })).MakesPublic.ShouldBeTrue();
        await ChangeAsync(new() { Images = [lab.DevImage], Accounts = [UsageLab.Prod], Organizations = [Organization], Public = true });
        var unshare = await PlanAsync(new() { Images = [lab.DevImage], Accounts = [UsageLab.Prod], Change = AccessChange.Revoke });
        unshare.Warnings.ShouldBe([$"{lab.DevImage} is no longer shared with {UsageLab.Prod} by id, and an account can launch it all the same if it belongs to {Organization}.", $"{lab.DevImage} is public: {UsageLab.Prod} can launch it all the same."]);
        var closed = await ChangeAsync(new() { Images = [lab.DevImage], Change = AccessChange.Revoke, Public = true });
        (closed.IsPublic, closed.Snapshots[0].IsPublic).ShouldBe((false, false));
    }

    [Theory]
    [InlineData("ModifyImageAttribute", 2)]
    [InlineData("ModifySnapshotAttribute", 2)]
    [InlineData("ModifySnapshotAttribute", 3)]
    public async Task A_call_that_is_refused_puts_back_what_was_changed(string action, int call)
    {
        var image = lab.Inside.SeedImage(UsageLab.Dev, UsageLab.Region, new ImageSeed { Name = "two", Snapshots = 2 });
        // The first call of each is a dry run.
        lab.Cloud.Faults.Add(new Fault(action, Call: call) { Code = "UnauthorizedOperation", Status = 403, Message = "planned" });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => ChangeAsync(new() { Images = [image], Accounts = [UsageLab.Prod] }));
        (failure.ErrorId, failure.Kind).ShouldBe(("AccessFailed", FailureKind.PermissionDenied));
        lab.Inside.Images(UsageLab.Dev, UsageLab.Region).ShouldAllBe(i => i.SharedWith.Count == 0);
        lab.Inside.Snapshots(UsageLab.Dev, UsageLab.Region).ShouldAllBe(s => s.SharedWith.Count == 0);
    }

    [Fact]
    public async Task What_can_not_be_put_back_is_listed()
    {
        lab.Cloud.Faults.Add(new Fault("ModifyImageAttribute", Call: 2) { Count = 0, Code = "InternalError", Status = 400 });
        lab.Cloud.Faults.Add(new Fault("ModifySnapshotAttribute", Call: 3) { Count = 0, Code = "UnauthorizedOperation", Status = 403, Message = "planned" });
        var failure = await Should.ThrowAsync<AmiToolsException>(() => ChangeAsync(new() { Images = [lab.DevImage], Accounts = [UsageLab.Prod] }));
        (failure.ErrorId, failure.Kind).ShouldBe(("AccessIncomplete", FailureKind.PartlyDone));
        failure.Message.ShouldContain("planned");
        failure.Message.ShouldEndWith("Look with Get-AmiAccess, and set it with Grant-AmiAccess -Exact.");
    }

    [Fact]
    public async Task Differences_of_image_and_snapshots_are_told()
    {
        lab.Inside.Share(UsageLab.Region, lab.DevImage, UsageLab.Prod);
        var access = (await new GetAccess(lab.Surroundings).RunAsync(new() { Images = ["web@1.0.1"] }, lab.Reporter, default)).Single(a => a.Target == "dev");
        access.Differences.ShouldBe([$"{access.Snapshots[0].SnapshotId} is not shared with {UsageLab.Prod}, who can launch the image and can't copy it"]);
    }

    [Theory]
    [InlineData("12345", null, null, "'12345' is no account; expected 12 digits, in quotes where a leading zero may be lost.")]
    [InlineData(null, "o-abcdefghij", null, "'o-abcdefghij' is no organization; expected its ARN, such as arn:aws:organizations::123456789012:organization/o-abcdefghij.")]
    [InlineData(null, null, "ou-abcd-12345678", "'ou-abcd-12345678' is no organizational unit; expected its ARN, such as arn:aws:organizations::123456789012:ou/o-abcdefghij/ou-abcd-12345678.")]
    [InlineData(null, null, null, "Nobody is named; expected an account, an organization or an organizational unit.")]
    public async Task Wrong_input_is_told_before_anything_is_asked_of_AWS(string? account, string? organization, string? unit, string message)
    {
        var failure = await RefusedAsync(new() { Images = [lab.DevImage], Accounts = account is null ? [] : [account], Organizations = organization is null ? [] : [organization], OrganizationalUnits = unit is null ? [] : [unit] });
        failure.Message.ShouldBe(message);
        lab.Cloud.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_image_that_is_nobodys_is_told_with_the_targets_that_were_looked_in()
    {
        var nobodys = await RefusedAsync(new() { Images = ["ami-00000000000000000"], Accounts = [UsageLab.Prod] });
        nobodys.Kind.ShouldBe(FailureKind.NotFound);
        nobodys.Message.ShouldBe(
            "The image ami-00000000000000000 is owned by none of the targets dev (account 111111111111, eu-west-1), prod (account 222222222222, eu-west-1). An image is changed, shared and copied by its owner alone.");
        (await RefusedAsync(new() { Images = ["web"], Accounts = [UsageLab.Prod] })).Message.ShouldBe("'web' is no image; expected an id (ami-0123456789abcdef0), or a name with its exact version (web@2.0.57).");
        lab.Inside.Deny(UsageLab.Dev, "ec2:ModifySnapshotAttribute");
        (await RefusedAsync(new() { Images = [lab.DevImage], Accounts = [UsageLab.Prod] })).Problems.ShouldHaveSingleItem().Id.ShouldBe("PermissionMissing");
    }

    public void Dispose() => lab.Dispose();

    private async Task<ProblemsFoundException> RefusedAsync(AccessRequest request) => await Should.ThrowAsync<ProblemsFoundException>(() => PlanAsync(request));

    private async Task<AccessPlan> PlanAsync(AccessRequest request) => (await new PlanAccess(surroundings).RunAsync(request, lab.Reporter, default)).ShouldHaveSingleItem();

    private async Task<AmiAccess> ChangeAsync(AccessRequest request) => await new ChangeAccess(surroundings).RunAsync(request, await PlanAsync(request), lab.Reporter, default);
}
