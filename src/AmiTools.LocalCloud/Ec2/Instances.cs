using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class Instances
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["RunInstances"] = Run,
        ["DescribeInstances"] = Describe,
        ["DescribeInstanceStatus"] = DescribeStatus,
        ["StopInstances"] = Stop,
        ["TerminateInstances"] = Terminate,
        ["ModifyInstanceAttribute"] = Modify,
        ["DescribeInstanceAttribute"] = DescribeAttribute,
        ["DescribeInstanceTypes"] = DescribeTypes,
    };

    private static readonly string[] types = ["t2.micro", "t2.small", "t3.nano", "t3.micro", "t3.small", "t3.medium", "t3.large", "m5.large", "m5.xlarge", "c5.large"];

    private static void Run(QueryCall call, XmlOut x)
    {
        var template = LaunchTemplates.Named(call, "LaunchTemplate.");
        var image = Images.Launchable(call, ImageAliases.Resolve(call, call.Text("ImageId") ?? template?.Data.ImageId ?? throw CloudError.Missing("ImageId")));
        var type = call.Text("InstanceType") ?? template?.Data.InstanceType ?? "t3.micro";
        if (!types.Contains(type)) throw CloudError.InvalidParameter($"Invalid value '{type}' for InstanceType.");
        if (call.Text("ClientToken") is { Length: > 0 } token && call.Own<CloudInstance>().FirstOrDefault(i => i.ClientToken == token) is { } before)
        {
            WriteReservation(call, x, before);
            return;
        }
        var key = call.Text("KeyName");
        if (key is not null && !call.Own<CloudKeyPair>().Any(k => k.Name == key)) throw new CloudError("InvalidKeyPair.NotFound", $"The key pair '{key}' does not exist");
        var subnetId = call.Text("SubnetId") ?? call.Text("NetworkInterface.1.SubnetId");
        var subnet = subnetId is null ? call.Own<CloudSubnet>().First() : call.Owned<CloudSubnet>(subnetId, "InvalidSubnetID.NotFound", "subnet");
        var groups = call.List("SecurityGroupId").Concat(call.List("NetworkInterface.1.SecurityGroupId")).ToArray();
        foreach (var group in groups) call.Owned<CloudSecurityGroup>(group, "InvalidGroup.NotFound", "security group");

        var id = RegionState.NewId("i");
        var devices = Mappings(call, image).Select(d => new InstanceDevice(d.DeviceName, Volumes.Make(call, d, id).Id, d.DeleteOnTermination)).ToArray();
        var instance = call.WithTags(call.Region.Add(new CloudInstance
        {
            Id = id,
            OwnerId = call.Account,
            Created = call.Now,
            VisibleAt = call.VisibleAt,
            RunningAt = call.ReadyAt,
            ImageId = image.Id,
            Image = image,
            InstanceType = type,
            SubnetId = subnet.Id,
            VpcId = subnet.VpcId,
            ReservationId = RegionState.NewId("r"),
            KeyName = key,
            ClientToken = call.Text("ClientToken"),
            UserData = call.Text("UserData") ?? template?.Data.UserData,
            RootDeviceName = image.RootDeviceName,
            Architecture = image.Architecture,
            SecurityGroupIds = groups.Length > 0 ? groups : [call.Own<CloudSecurityGroup>().First(g => g.Name == "default" && g.VpcId == subnet.VpcId).Id],
            Devices = devices,
        }), call.TagsFor("instance"));
        image.Launched(call.Now);
        call.Cloud.Options.InstanceStarts?.Invoke(new StartedInstance(id, call.Account, call.Region.Name, image.Id, call.Own<CloudKeyPair>().FirstOrDefault(k => k.Name == key)?.PublicKey, instance.UserData));
        WriteReservation(call, x, instance);
    }

    /// <summary>The image's devices, changed and extended by the call's block device mappings.</summary>
    private static IReadOnlyList<ImageDevice> Mappings(QueryCall call, CloudImage image)
    {
        var devices = image.Devices.ToList();
        foreach (var prefix in call.Structures("BlockDeviceMapping"))
        {
            var name = call.Required(prefix + "DeviceName");
            if (call.Text(prefix + "NoDevice") is not null) { devices.RemoveAll(d => d.DeviceName == name); continue; }
            if (!call.Parameters.Keys.Any(k => k.StartsWith(prefix + "Ebs.", StringComparison.Ordinal))) continue;
            var old = devices.Find(d => d.DeviceName == name) ?? new ImageDevice(name, null, 8);
            devices.RemoveAll(d => d.DeviceName == name);
            devices.Add(old with
            {
                VolumeSize = call.Number(prefix + "Ebs.VolumeSize") ?? old.VolumeSize,
                VolumeType = call.Text(prefix + "Ebs.VolumeType") ?? old.VolumeType,
                Encrypted = call.Flag(prefix + "Ebs.Encrypted") || old.Encrypted,
                DeleteOnTermination = call.Text(prefix + "Ebs.DeleteOnTermination") is { } d ? d == "true" : old.DeleteOnTermination,
            });
        }
        return devices;
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var ids = call.List("InstanceId");
        if (ids.Count > 0 && call.Number("MaxResults") is not null) throw new CloudError("InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults");
        var named = ids.Distinct().Select(id => call.Owned<CloudInstance>(id, "InvalidInstanceID.NotFound", "instance")).OrderBy(i => i.Sequence).ToArray();
        var matches = Filters.Of(call, Fields(call.Now));
        var page = Pages.Of(call, (ids.Count > 0 ? named : call.OwnRest<CloudInstance>()).Where(i => i.IsShown(call.Now) && matches(i)));
        x.Set("reservationSet", page.Items, i => Reservation(call, x, i));
        x.Text("nextToken", page.NextToken);
    }

    private static void DescribeStatus(QueryCall call, XmlOut x)
    {
        var ids = call.List("InstanceId");
        foreach (var id in ids) call.Owned<CloudInstance>(id, "InvalidInstanceID.NotFound", "instance");
        var all = call.Flag("IncludeAllInstances");
        x.Set("instanceStatusSet", call.Own<CloudInstance>().Where(i => (ids.Count == 0 || ids.Contains(i.Id)) && (all || i.State(call.Now).Name == "running")), i =>
        {
            x.Text("instanceId", i.Id);
            x.Text("availabilityZone", call.Region.Name + "a");
            State(x, "instanceState", i.State(call.Now));
            foreach (var status in new[] { "systemStatus", "instanceStatus" }) x.Element(status, () =>
            {
                x.Text("status", "ok");
                x.Set("details", new[] { "reachability" }, d =>
                {
                    x.Text("name", d);
                    x.Text("status", "passed");
                });
            });
        });
    }

    private static void Stop(QueryCall call, XmlOut x) => Change(call, x, i =>
    {
        if (i.State(call.Now).Name is "shutting-down" or "terminated") throw new CloudError("IncorrectInstanceState", $"The instance '{i.Id}' is not in a state from which it can be stopped.");
        i.StoppedAt ??= call.ReadyAt;
    });

    private static void Terminate(QueryCall call, XmlOut x) => Change(call, x, i =>
    {
        if (i.TerminatedAt is not null) return;
        i.TerminatedAt = call.ReadyAt;
        foreach (var volume in call.Own<CloudVolume>().Where(v => v.InstanceId == i.Id).ToArray())
        {
            if (volume.DeleteOnTermination) call.Region.Remove(volume);
            else volume.InstanceId = null;
        }
    });

    private static void Change(QueryCall call, XmlOut x, Action<CloudInstance> change)
    {
        var ids = call.List("InstanceId");
        if (ids.Count == 0) throw CloudError.Missing("InstanceId");
        var instances = ids.Select(id => call.Owned<CloudInstance>(id, "InvalidInstanceID.NotFound", "instance")).ToArray();
        var before = instances.Select(i => i.State(call.Now)).ToArray();
        foreach (var instance in instances) change(instance);
        x.Set("instancesSet", instances.Zip(before), pair =>
        {
            x.Text("instanceId", pair.First.Id);
            State(x, "currentState", pair.First.State(call.Now));
            State(x, "previousState", pair.Second);
        });
    }

    private static void Modify(QueryCall call, XmlOut x)
    {
        call.Owned<CloudInstance>(call.Required("InstanceId"), "InvalidInstanceID.NotFound", "instance");
        x.Flag("return", true);
    }

    private static void DescribeAttribute(QueryCall call, XmlOut x)
    {
        var attribute = call.Required("Attribute");
        var instance = call.Owned<CloudInstance>(call.Required("InstanceId"), "InvalidInstanceID.NotFound", "instance");
        if (attribute != "userData") throw new CloudError("UnsupportedOperation", $"The local cloud does not tell the attribute '{attribute}'.");
        x.Text("instanceId", instance.Id);
        x.Element("userData", () => x.Text("value", instance.UserData));
    }

    private static void DescribeTypes(QueryCall call, XmlOut x)
    {
        var wanted = call.List("InstanceType");
        if (wanted.FirstOrDefault(t => !types.Contains(t)) is { } missing) throw new CloudError("InvalidInstanceType", $"The following supplied instance types do not exist: [{missing}]");
        x.Set("instanceTypeSet", types.Where(t => wanted.Count == 0 || wanted.Contains(t)), t =>
        {
            x.Text("instanceType", t);
            x.Flag("currentGeneration", true);
        });
    }

    private static Dictionary<string, Filters.Field<CloudInstance>> Fields(DateTimeOffset now) => new()
    {
        ["image-id"] = i => [i.ImageId],
        ["instance-id"] = i => [i.Id],
        ["instance-state-name"] = i => [i.State(now).Name],
        ["instance-type"] = i => [i.InstanceType],
        ["key-name"] = i => [i.KeyName],
        ["subnet-id"] = i => [i.SubnetId],
        ["vpc-id"] = i => [i.VpcId],
        ["instance.group-id"] = i => i.SecurityGroupIds,
        ["client-token"] = i => [i.ClientToken],
    };

    private static void WriteReservation(QueryCall call, XmlOut x, CloudInstance instance) => Reservation(call, x, instance);

    private static void Reservation(QueryCall call, XmlOut x, CloudInstance instance)
    {
        x.Text("reservationId", instance.ReservationId);
        x.Text("ownerId", instance.OwnerId);
        x.Set("instancesSet", [instance], i =>
        {
            var state = i.State(call.Now);
            var alive = state.Name is "pending" or "running";
            x.Text("instanceId", i.Id);
            x.Text("imageId", i.ImageId);
            State(x, "instanceState", state);
            x.Text("privateDnsName", alive ? "ip-172-31-0-10.local" : "");
            x.Text("dnsName", alive ? "localhost" : "");
            x.Text("keyName", i.KeyName);
            x.Text("amiLaunchIndex", 0);
            x.Text("instanceType", i.InstanceType);
            x.Time("launchTime", i.Created);
            x.Element("placement", () =>
            {
                x.Text("availabilityZone", call.Region.Find<CloudSubnet>(i.SubnetId)?.AvailabilityZone ?? call.Region.Name + "a");
                x.Text("tenancy", "default");
            });
            x.Element("monitoring", () => x.Text("state", "disabled"));
            x.Text("subnetId", i.SubnetId);
            x.Text("vpcId", i.VpcId);
            if (alive)
            {
                x.Text("privateIpAddress", "127.0.0.1");
                x.Text("ipAddress", "127.0.0.1");
            }
            x.Set("groupSet", i.SecurityGroupIds, g =>
            {
                x.Text("groupId", g);
                x.Text("groupName", call.Region.Find<CloudSecurityGroup>(g)?.Name ?? g);
            });
            x.Text("architecture", i.Architecture);
            x.Text("rootDeviceType", "ebs");
            x.Text("rootDeviceName", i.RootDeviceName);
            x.Set("blockDeviceMapping", state.Name == "terminated" ? [] : i.Devices, d =>
            {
                x.Text("deviceName", d.DeviceName);
                x.Element("ebs", () =>
                {
                    x.Text("volumeId", d.VolumeId);
                    x.Text("status", "attached");
                    x.Time("attachTime", i.Created);
                    x.Flag("deleteOnTermination", d.DeleteOnTermination);
                });
            });
            x.Text("virtualizationType", "hvm");
            x.Text("clientToken", i.ClientToken);
            x.Tags(i.Tags.Seen(call.Now));
            x.Text("hypervisor", "xen");
            x.Flag("enaSupport", true);
        });
    }

    public static void State(XmlOut x, string name, (int Code, string Name) state) => x.Element(name, () =>
    {
        x.Text("code", state.Code);
        x.Text("name", state.Name);
    });
}
