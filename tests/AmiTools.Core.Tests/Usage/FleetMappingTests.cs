using System.Text;
using AmiTools.Aws;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Tests.Usage;

public sealed class FleetMappingTests
{
    private static readonly Place place = new("dev", "111111111111", "eu-west-1");

    [Fact]
    public void An_image_in_full_has_all_that_a_cleanup_is_judged_by()
    {
        var image = new FleetMapping(place).InFull(Read<BulkImageInFullPage<FleetTags>>("""
            <imageId>ami-1</imageId><name>web 1.0.1</name><imageState>available</imageState><creationDate>2026-01-02T03:04:05.000Z</creationDate>
            <lastLaunchedTime>2026-02-02T03:04:05Z</lastLaunchedTime><deregistrationProtection>disabled</deregistrationProtection><sourceImageId>ami-0</sourceImageId>
            <blockDeviceMapping>
              <item><ebs><snapshotId>snap-1</snapshotId><volumeSize>8</volumeSize></ebs></item>
              <item><ebs><snapshotId>snap-1</snapshotId><volumeSize>8</volumeSize></ebs></item>
              <item><virtualName>ephemeral0</virtualName></item>
              <item><ebs><snapshotId>snap-2</snapshotId><volumeSize>100</volumeSize></ebs></item>
            </blockDeviceMapping>
            <tagSet>
              <item><key>AmiTools:Image</key><value>web</value></item><item><key>version</key><value>1.0.1</value></item><item><key>AmiTools:Pair</key><value>p</value></item>
              <item><key>AmiTools:State</key><value>complete</value></item><item><key>AutoCleanup</key><value>true</value></item><item><key>somebody's</key><value>x</value></item>
              <item><key>LastUsed</key><value>a</value></item><item><key>LastUsedRuntime</key><value>b</value></item><item><key>AmiTools:Pinned</key><value>by ops</value></item>
              <item><key>AmiTools:Stage</key><value>disabled 2026-03-01T12:00:00Z</value></item><item><key>AmiTools:Cleanup</key><value>plan-1</value></item>
            </tagSet>
            """).Items[0]);
        image.ShouldBe(new FleetImage
        {
            ImageId = "ami-1",
            Place = place,
            Name = "web",
            Version = "1.0.1",
            PairId = "p",
            IsRegistered = true,
            IsComplete = true,
            LastUsed = "a",
            LastUsedRuntime = "b",
            Pinned = "by ops",
            Bases = image.Bases,
            Details = new()
            {
                State = "available",
                CreationDate = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                LastLaunchedTime = new DateTimeOffset(2026, 2, 2, 3, 4, 5, TimeSpan.Zero),
                AutoCleanup = "true",
                Stage = "disabled 2026-03-01T12:00:00Z",
                Mark = "plan-1",
                DeregistrationProtection = "disabled",
                SnapshotIds = image.Details.SnapshotIds,
                Size = 116,
            },
        });
        image.Bases.ShouldBe(["ami-0"]);
        image.Details.SnapshotIds.ShouldBe(["snap-1", "snap-2"]);
    }

    [Theory]
    [InlineData("<sourceImageId>ami-0</sourceImageId>", null, null, "ami-0")]
    [InlineData("<sourceImageId>ami-0</sourceImageId>", "ami-0", null, "ami-0")]
    [InlineData("<sourceImageId>ami-0</sourceImageId>", "ami-9", null, "ami-9 ami-0")]
    [InlineData("", "ami-9", null, "ami-9")]
    [InlineData("<sourceImageId>ami-1</sourceImageId>", "", null, "")]
    [InlineData("<sourceImageId>ami-0</sourceImageId>", "ami-9", "built", "ami-9 ami-0")]
    [InlineData("<sourceImageId>ami-0</sourceImageId>", "ami-9", "copied", "")]
    public void Its_bases_are_what_EC2_and_the_tag_say_and_a_copy_has_none(string source, string? tag, string? origin, string expected)
    {
        var tags = string.Concat(new[] { ("AmiTools:Source", tag), ("AmiTools:Origin", origin) }.Where(t => t.Item2 is not null).Select(t => $"<item><key>{t.Item1}</key><value>{t.Item2}</value></item>"));
        var image = new FleetMapping(place).Of(Read<BulkImagePage<FleetTags>>($"<imageId>ami-1</imageId>{source}<tagSet>{tags}</tagSet>").Items[0]);
        image.Bases.ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_image_without_tags_is_known_by_its_name_in_EC2_or_its_id()
    {
        var mapping = new FleetMapping(place);
        var named = mapping.Of(Read<BulkImagePage<FleetTags>>("<imageId>ami-1</imageId><name>old one</name>").Items[0]);
        (named.Name, named.IsRegistered, named.Version).ShouldBe(("old one", false, null));
        mapping.Of(Read<BulkImagePage<FleetTags>>("<imageId>ami-1</imageId><tagSet/>").Items[0]).Name.ShouldBe("ami-1");
    }

    private static T Read<T>(string item) => Xml.ReadDocument<T>(new MemoryStream(Encoding.UTF8.GetBytes($"<DescribeImagesResponse><imagesSet><item>{item}</item></imagesSet></DescribeImagesResponse>")), "DescribeImagesResponse");
}
