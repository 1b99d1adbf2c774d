using System.Text;
using AmiTools.Core.Tests.Usage;
using AmiTools.Core.UserData;
using AmiTools.Tests;

namespace AmiTools.Core.Tests.UserData;

public sealed class CheckUserDataTests : IDisposable
{
    private const string Right = """{"environment":"production","service":"web"}""";

    private readonly UsageLab lab = new();

    [Fact]
    public async Task An_instances_document_is_found_in_whichever_target_it_is()
    {
        var id = await RunAsync(UsageLab.Prod, Right);

        var check = (await CheckAsync(new() { InstanceId = id })).ShouldHaveSingleItem();

        check.Problems.ShouldBeEmpty();
        (check.Source, check.Environment, check.Service, check.ByteCount).ShouldBe(($"{id} in prod (account {UsageLab.Prod}, {UsageLab.Region})", "production", "web", Right.Length));
    }

    [Fact]
    public async Task An_instance_with_a_script_or_with_nothing_says_so()
    {
        var (script, nothing) = (await RunAsync(UsageLab.Dev, "#!/bin/sh\n"), await RunAsync(UsageLab.Dev, null));

        (await CheckAsync(new() { InstanceId = script })).Single().Problems.Single().ToString().ShouldStartWith($"{script} in dev (account {UsageLab.Dev}, {UsageLab.Region}): it is a script;");
        (await CheckAsync(new() { InstanceId = nothing })).Single().Problems.Single().Id.ShouldBe("UserDataMissing");
    }

    [Fact]
    public async Task Each_version_of_a_launch_template_has_its_own_document_and_a_name_is_looked_for_in_every_target()
    {
        foreach (var account in new[] { UsageLab.Dev, UsageLab.Prod })
        {
            Call(account, "CreateLaunchTemplate", Base64(Right));
            Call(account, "CreateLaunchTemplateVersion", "not base64!");
        }

        var checks = await CheckAsync(new() { LaunchTemplate = "web" });
        checks.Select(c => (c.Source, c.IsValid)).ShouldBe([($"web version 1 in dev (account {UsageLab.Dev}, {UsageLab.Region})", true), ($"web version 1 in prod (account {UsageLab.Prod}, {UsageLab.Region})", true)]);

        checks = await CheckAsync(new() { LaunchTemplate = "web", LaunchTemplateVersion = "$Latest", Targets = new() { Names = ["prod"] } });
        checks.Single().Source.ShouldStartWith("web version 2 in prod");
        checks.Single().Problems.Single().Id.ShouldBe("UserDataNotBase64");
    }

    [Fact]
    public async Task What_is_nowhere_is_an_error_that_names_where_was_looked()
    {
        var where = $"dev (account {UsageLab.Dev}, {UsageLab.Region}), prod (account {UsageLab.Prod}, {UsageLab.Region})";
        (await FailureAsync(new() { InstanceId = "i-0123456789abcdef0" })).ShouldBe(("UserDataNotFound", FailureKind.NotFound, $"There is no instance i-0123456789abcdef0 in {where}."));
        (await FailureAsync(new() { LaunchTemplate = "nothing" })).ShouldBe(("UserDataNotFound", FailureKind.NotFound, $"There is no launch template nothing with a version $Default in {where}."));
        (await FailureAsync(new())).Id.ShouldBe("NothingToCheck");
        (await FailureAsync(new() { Path = "." })).ShouldBe(("FileUnreadable", FailureKind.InvalidInput, Path.Combine(lab.Folder.Path, ".") + " is a folder; expected a file with user data."));
        (await FailureAsync(new() { Path = "absent.json" })).ShouldSatisfyAllConditions(f => f.Kind.ShouldBe(FailureKind.NotFound), f => f.Message.ShouldStartWith(Path.Combine(lab.Folder.Path, "absent.json") + " can't be read: "));
    }

    [Fact]
    public async Task A_target_that_refuses_is_an_error_and_not_a_document_that_is_not_there()
    {
        lab.Inside.Deny(UsageLab.Dev, "ec2:DescribeInstanceAttribute");

        var (id, kind, message) = await FailureAsync(new() { InstanceId = "i-0123456789abcdef0" });

        (id, kind).ShouldBe(("LookupFailed", FailureKind.PermissionDenied));
        message.ShouldStartWith($"The user data of i-0123456789abcdef0 can't be read in dev (account {UsageLab.Dev}, {UsageLab.Region}): ");
    }

    [Fact]
    public async Task A_file_is_read_relative_to_the_shells_location_and_a_large_one_is_not()
    {
        File.WriteAllText(Path.Combine(lab.Folder.Path, "web.json"), Right);
        (await CheckAsync(new() { Path = "web.json" })).Single().IsValid.ShouldBeTrue();
        using (var large = File.Create(Path.Combine(lab.Folder.Path, "large.json"))) large.SetLength(50 * 1024 * 1024);
        (await FailureAsync(new() { Path = "large.json" })).Id.ShouldBe("FileTooLarge");
    }

    public void Dispose() => lab.Dispose();

    private Task<IReadOnlyList<UserDataCheck>> CheckAsync(UserDataCheckRequest request) => new CheckUserData(lab.Surroundings).RunAsync(request, lab.Reporter, CancellationToken.None);

    private async Task<(string Id, FailureKind Kind, string Message)> FailureAsync(UserDataCheckRequest request)
    {
        var e = await Should.ThrowAsync<AmiToolsException>(() => CheckAsync(request));
        return (e.ErrorId, e.Kind, e.Message);
    }

    private async Task<string> RunAsync(string account, string? document) =>
        (await new InProcessAws(lab.Cloud, account, UsageLab.Region).SendAsync(new Aws.RunInstances { ImageId = UsageLab.BaseImage, InstanceType = "t3.micro", UserData = document is null ? null : Base64(document) })).Instances[0].InstanceId;

    private void Call(string account, string action, string userData) =>
        lab.Cloud.Call(account, UsageLab.Region, "ec2", Encoding.UTF8.GetBytes($"Action={action}&Version=2016-11-15&LaunchTemplateName=web&LaunchTemplateData.UserData={Uri.EscapeDataString(userData)}")).Status.ShouldBe(200);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
