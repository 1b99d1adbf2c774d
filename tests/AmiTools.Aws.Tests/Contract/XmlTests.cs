using System.Text;
using System.Xml;

namespace AmiTools.Aws.Tests.Contract;

public sealed class XmlTests
{
    [Fact]
    public void Elements_are_read_in_any_order_and_unknown_ones_are_skipped_with_all_that_is_in_them()
    {
        for (var again = 0; again < 2; again++)
        {
            var page = Read("""
                <imagesSet>
                  <item><imageId>ami-1</imageId><name>a</name><unknown><imageId>ami-9</imageId><x/></unknown><imageState>available</imageState><isPublic>true</isPublic><tagSet/></item>
                  <item><isPublic>0</isPublic><imageState>failed</imageState><unknown/><tagSet><item><key>k</key><value/></item></tagSet><name>b</name><imageId>ami-2</imageId></item>
                  <item/>
                </imagesSet><nextToken>t</nextToken>
                """);
            page.Items.Select(i => (i.ImageId, i.Name, i.State, i.IsPublic, i.Tags.Count)).ShouldBe([("ami-1", "a", "available", true, 0), ("ami-2", "b", "failed", false, 1), ("", null, null, false, 0)]);
            page.Items[1].Tags[0].ShouldBe(new Tag { Key = "k", Value = "" });
            page.NextToken.ShouldBe("t");
        }
    }

    [Fact]
    public void A_text_may_be_long_have_entities_and_sections_and_be_in_any_script()
    {
        const string Inner = "&lt;&amp;<![CDATA[> \u00e4\U0001F600]]> y";
        var body = $"<imagesSet><item><name>{new string('x', 5000)} {Inner}</name></item></imagesSet>";
        using var reader = XmlReader.Create(new StringReader(body), Xml.Settings);
        reader.ReadToFollowing("name");
        var text = reader.ReadElementContentAsString();
        text.ShouldEndWith(" <&> \u00e4\U0001F600 y");
        Read(body).Items[0].Name.ShouldBe(text);
    }

    /// <summary>Texts are read in pieces and equal ones are kept once; both must show in nothing.</summary>
    [Fact]
    public void Texts_of_any_length_cut_anywhere_are_read_as_XmlReader_reads_them()
    {
        var random = new Random(20260301);
        string[] pieces = ["&amp;", "<![CDATA[<]]>", "\u00e4", "\U0001F600", "x", "ab", "<![CDATA[]]>", " ", "<!-- c -->", "&#x41;"];
        for (var round = 0; round < 300; round++)
        {
            var text = new StringBuilder();
            var length = random.Next(4) == 0 ? 500 + random.Next(40) : random.Next(round < 150 ? 70 : 1600);
            while (text.Length < length) text.Append(random.Next(3) == 0 ? pieces[random.Next(pieces.Length)] : new string('y', random.Next(30)));
            var body = $"<imagesSet><item><name>{text}</name><imageId>ami-{round}</imageId></item></imagesSet>";
            using var reader = XmlReader.Create(new StringReader(body), Xml.Settings);
            reader.ReadToFollowing("name");
            var item = Read(body).Items.ShouldHaveSingleItem();
            item.Name.ShouldBe(reader.ReadElementContentAsString(), $"round {round}: {text}");
            item.ImageId.ShouldBe($"ami-{round}");
        }
    }

    [Fact]
    public void A_shortened_answer_has_the_same_values_as_the_whole_one()
    {
        const string Body = """
            <imagesSet>
              <item><imageId>ami-1</imageId><imageState>available</imageState><creationDate>2026-01-02T03:04:05.678Z</creationDate><name>n</name>
                <blockDeviceMapping><item><deviceName>a</deviceName><ebs><snapshotId>snap-1</snapshotId><volumeSize>8</volumeSize></ebs></item></blockDeviceMapping>
                <tagSet><item><key>version</key><value>1.0.1</value><other>x</other></item><item><value/><key>empty</key></item><item/></tagSet></item>
              <item><imageId>ami-2</imageId><tagSet/></item><item><imageId>ami-3</imageId></item>
            </imagesSet><nextToken>t</nextToken>
            """;
        var (whole, full, few) = (Read(Body), Read<BulkImageInFullPage<SomeTags>>(Body), Read<BulkImagePage<SomeTags>>(Body));
        (full.NextToken, few.NextToken).ShouldBe(("t", "t"));
        full.Items.Select(i => (i.ImageId, i.State, i.CreationDate, i.Name)).ShouldBe(whole.Items.Select(i => (i.ImageId, i.State, i.CreationDate, i.Name)));
        full.Items.SelectMany(i => i.BlockDevices).Select(b => (b.Ebs?.SnapshotId, b.Ebs?.VolumeSize)).ShouldBe([("snap-1", 8)]);
        few.Items.Select(i => i.Tags).ShouldBe([new SomeTags { Version = "1.0.1", Empty = "" }, new SomeTags(), null]);
        Should.Throw<XmlException>(() => Read<BulkImagePage<SomeTags>>("<imagesSet><item><tagSet>text</tagSet></item></imagesSet>"));
    }

    /// <summary>What is found fast must be found right: in any order, between any others, more of them than are remembered, in resources that have few.</summary>
    [Fact]
    public void Tags_that_are_asked_about_are_found_wherever_they_stand_and_others_are_skipped()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 300; round++)
        {
            var tags = new List<(string Key, string Value)>();
            if (random.Next(3) > 0) tags.Add(("version", random.Next(3) == 0 ? "" : $"1.0.{round}"));
            if (random.Next(3) > 0) tags.Add(("Somebody:Else's", new string('x', random.Next(256))));
            for (var i = random.Next(50); i > 0; i--) tags.Add(($"foreign-{random.Next(3000)}", "version"));
            var items = tags.OrderBy(_ => random.Next()).Select(t => random.Next(4) == 0 ? $"<item><value>{t.Value}</value><key>{t.Key}</key></item>" : $"<item><key>{t.Key}</key><value>{t.Value}</value></item>");
            var read = Read<BulkImagePage<SomeTags>>($"<imagesSet><item><tagSet>{string.Concat(items)}</tagSet><imageId>ami-{round}</imageId></item></imagesSet>").Items.ShouldHaveSingleItem();
            read.ImageId.ShouldBe($"ami-{round}");
            read.Tags.ShouldBe(new SomeTags { Version = Of("version"), Other = Of("Somebody:Else's") }, $"round {round}");

            string? Of(string key) => tags.Where(t => t.Key == key).Select(t => t.Value).FirstOrDefault();
        }
    }

    [Theory]
    [InlineData("<item><isPublic>maybe</isPublic></item>")]
    [InlineData("<item><creationDate>soon</creationDate></item>")]
    [InlineData("<item><blockDeviceMapping><item><ebs><volumeSize>99999999999</volumeSize></ebs></item></blockDeviceMapping></item>")]
    public async Task A_value_that_cannot_be_read_is_an_answer_that_is_not_AWSs(string item)
    {
        await using var server = new ScriptedAws((_, _) => new(200, $"<DescribeImagesResponse><imagesSet>{item}</imagesSet></DescribeImagesResponse>"));
        using var aws = await server.OpenAsync(retries: 0);
        var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()));
        e.Code.ShouldBe(AwsException.InvalidResponse);
        e.Message.ShouldContain("a value in the answer can't be read");
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.6780000+00:00")]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.0000000+00:00")]
    [InlineData("2024-02-29T23:59:59.000Z", "2024-02-29T23:59:59.0000000+00:00")]
    [InlineData("2026-01-02T03:04:05.1234567Z", "2026-01-02T03:04:05.1234567+00:00")]
    [InlineData("2026-01-02T03:04:05+02:00", "2026-01-02T03:04:05.0000000+02:00")]
    public void Times_are_read_as_XmlConvert_reads_them(string text, string expected)
    {
        XmlText.Time(text).ToString("o", null).ShouldBe(expected);
        XmlText.Time(text).ShouldBe(XmlConvert.ToDateTimeOffset(text));
    }

    [Theory]
    [InlineData("2026-02-29T03:04:05.678Z")]
    [InlineData("2026-01-02T24:00:00Z")]
    [InlineData("2026-13-01T03:04:05Z")]
    [InlineData("2026-01-02T03:04:xxZ")]
    [InlineData("0000-01-02T03:04:05Z")]
    [InlineData("soon")]
    [InlineData("")]
    public void What_is_no_time_is_a_FormatException(string text) => Should.Throw<FormatException>(() => XmlText.Time(text));

    [Theory]
    [InlineData("<imagesSet>text</imagesSet>")]
    [InlineData("<imagesSet><item><name><b>x</b></name></item></imagesSet>")]
    [InlineData("<imagesSet><item>")]
    [InlineData("<imagesSet><item><name>x</wrong></item></imagesSet>")]
    public void What_is_not_the_answer_is_an_XmlException(string body) => Should.Throw<XmlException>(() => Read(body));

    [TagSet]
    private sealed record SomeTags
    {
        [Wire("version")] public string? Version { get; init; }
        [Wire("empty")] public string? Empty { get; init; }
        [Wire("Somebody:Else's")] public string? Other { get; init; }
    }

    private static ImagePage Read(string body) => Read<ImagePage>(body);

    private static T Read<T>(string body) => Xml.ReadDocument<T>(new MemoryStream(Encoding.UTF8.GetBytes($"<DescribeImagesResponse>{body}</DescribeImagesResponse>")), "DescribeImagesResponse");
}
