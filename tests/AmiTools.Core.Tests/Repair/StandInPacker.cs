using System.Text.Json.Nodes;
using AmiTools.Aws;

namespace AmiTools.Core.Tests.Repair;

// What only Packer calls.
internal sealed record CreateKeyPair : Ec2<KeyPair>
{
    public string KeyName { get; init; } = "";
    [Wire("TagSpecification")] public IReadOnlyList<TagSpecification>? TagSpecifications { get; init; }
}

internal sealed record CreateSecurityGroup : Ec2<SecurityGroup>
{
    public string GroupName { get; init; } = "";
    [Wire("GroupDescription")] public string Description { get; init; } = "";
}

internal sealed record StopInstances : Ec2<Done>
{
    [Wire("InstanceId")] public IReadOnlyList<string> InstanceIds { get; init; } = [];
}

internal sealed record CreateImage : Ec2<CreatedImage>
{
    public string InstanceId { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Description { get; init; }
}

internal sealed record CreatedImage
{
    public string ImageId { get; init; } = "";
}

/// <summary>
/// Stands for Packer 1.6.6 where a real one would take too long: the same calls in the same order with the same words
/// around them (as seen in the local cloud's log of a real build), but without its start and its pauses.
/// </summary>
/// <param name="send">Makes a call.</param>
/// <param name="tagged">True for a template that carries our tags and key pair's name, as a rendered one does.</param>
internal sealed class StandInPacker(IAws send, JsonObject builder, string region, string imageName, bool tagged)
{
    /// <summary>False for one whose word of its group nobody has read when it made it.</summary>
    public bool TellsGroup { get; init; } = true;

    public async Task<int> BuildAsync(Func<string, Task> output, CancellationToken stop)
    {
        var key = tagged ? builder["temporary_key_pair_name"]!.ToString() : "packer_" + Guid.NewGuid().ToString("N");
        var group = $"packer_{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x8}{Guid.NewGuid().ToString()[8..]}";
        var runTags = tagged ? Tags("run_tags") : [];
        await Say("Prevalidating any provided VPC information");
        var source = (await send.SendAsync(new DescribeImages { ImageIds = [Building.PairLab.BaseImage] }, stop)).Items.Single();
        await Say($"Creating temporary keypair: {key}");
        await send.SendAsync(new CreateKeyPair { KeyName = key, TagSpecifications = runTags.Count == 0 ? null : [new TagSpecification { ResourceType = "key-pair", Tags = runTags }] }, stop);
        if (TellsGroup) await Say($"Creating temporary security group for this instance: {group}");
        var groupId = (await send.SendAsync(new CreateSecurityGroup { GroupName = group, Description = "Temporary group for Packer" }, stop)).GroupId;
        await Say("Launching a source AWS instance...");
        var launch = new RunInstances
        {
            ImageId = source.ImageId,
            InstanceType = "t3.micro",
            KeyName = key,
            SecurityGroupIds = [groupId],
            TagSpecifications = runTags.Count == 0 ? null : [new TagSpecification { ResourceType = "instance", Tags = runTags }, new TagSpecification { ResourceType = "volume", Tags = runTags }],
        };
        var instance = (await send.SendAsync(launch, stop)).Instances.Single().InstanceId;
        await Message($"Instance ID: {instance}");
        await Say($"Waiting for instance ({instance}) to become ready...");
        await send.SendAsync(new DescribeInstances { InstanceIds = [instance] }, stop);
        await Say("Stopping the source instance...");
        await send.SendAsync(new StopInstances { InstanceIds = [instance] }, stop);
        await Say($"Creating AMI {imageName} from instance {instance}");
        var image = (await send.SendAsync(new CreateImage { InstanceId = instance, Name = imageName }, stop)).ImageId;
        await Message($"AMI: {image}");
        await Say("Waiting for AMI to become ready...");
        var made = (await send.SendAsync(new DescribeImages { ImageIds = [image] }, stop)).Items.Single();
        if (tagged)
        {
            await Say($"Adding tags to AMI ({image})...");
            await send.SendAsync(new CreateTags { Resources = [image, .. made.BlockDevices.Select(d => d.Ebs?.SnapshotId).OfType<string>()], Tags = Tags("tags") }, stop);
        }
        await Say("Terminating the source AWS instance...");
        await send.SendAsync(new TerminateInstances { InstanceIds = [instance] }, stop);
        await send.SendAsync(new DescribeInstances { InstanceIds = [instance] }, stop);
        await Say("Deleting temporary security group...");
        await send.SendAsync(new DeleteSecurityGroup { GroupId = groupId }, stop);
        await Say("Deleting temporary keypair...");
        await send.SendAsync(new DeleteKeyPair { KeyName = key }, stop);
        await output($"1,amazon-ebs,artifact,0,id,{region}:{image}");
        return 0;

        Task Say(string text) => output($"1,,ui,say,==> amazon-ebs: {text}");
        Task Message(string text) => output($"1,,ui,message,    amazon-ebs: {text}");
    }

    private IReadOnlyList<Tag> Tags(string name) =>
        [.. builder[name]!.AsObject().Select(t => new Tag { Key = t.Key, Value = t.Value!.ToString().Replace("{{user `version`}}", Building.PairLab.ImageVersion) })];
}
