using AmiTools.Core.Pointers;

namespace AmiTools.Core.Tests.Pointers;

/// <summary>Places are found and changed in files of all kinds, there and back.</summary>
public sealed class PlaceTests
{
    /// <summary>Values of a case that change though they stand elsewhere: aliases.</summary>
    private static readonly Dictionary<string, int> repeated = new() { ["anchors.yml"] = 6, ["map.json"] = 2, ["deploy.sh"] = 2 };

    [Fact]
    public void There_are_at_least_sixty_files() => ReferenceCases.All().Count().ShouldBeGreaterThanOrEqualTo(60);

    [Theory]
    [MemberData(nameof(ReferenceCases.Data), MemberType = typeof(ReferenceCases))]
    public void A_file_is_changed_there_and_back(ReferenceCase file)
    {
        var name = file.Name.Split(' ')[1];
        var changed = Changed(file.Bytes, name, ReferenceCase.Old, ReferenceCase.New, file.Places);
        changed.ShouldBe(file.BytesOf(ReferenceCase.New));
        var shorter = Changed(changed, name, ReferenceCase.New, "ami-12345678", file.Places);
        shorter.ShouldBe(file.BytesOf("ami-12345678"));
        Changed(shorter, name, "ami-12345678", ReferenceCase.Old, file.Places).ShouldBe(file.Bytes);

        var (before, after) = (OtherParsers.Values(name, file.TextOf(ReferenceCase.Old)), OtherParsers.Values(name, file.TextOf(ReferenceCase.New)));
        after.Keys.ShouldBe(before.Keys);
        var differing = before.Where(b => after[b.Key] != b.Value).ToList();
        differing.Count.ShouldBe(repeated.TryGetValue(name, out var count) ? count : Occupied(name, file), string.Join("\n", differing));
        foreach (var (key, value) in differing) after[key].ShouldBe(value.Replace(ReferenceCase.Old, ReferenceCase.New));
    }

    [Theory]
    [InlineData("ImageId", 2, 51, "list.json")]
    [InlineData("Parameters.Ami.Default", 4, 71, "template.json")]
    [InlineData("by_size.small", 5, 12, "prod.tfvars")]
    [InlineData("source_ami", 2, 12, "build.conf")]
    [InlineData("[0][1]", 0, 0, null)]
    public void A_place_has_its_key_its_line_and_its_column(string key, int line, int column, string? name)
    {
        if (name is null)
        {
            FindPlaces.In(ReferenceText.Of("[[1, 'ami-1a2b3c4d']]"u8.ToArray()), "x.yaml").Places.ShouldHaveSingleItem().Key.ShouldBe(key);
            return;
        }
        var file = ReferenceCases.All().First(c => c.Name == "lf " + name);
        var place = FindPlaces.In(ReferenceText.Of(file.Bytes), name).Places.First(p => p.Key == key);
        (place.Line, place.Column).ShouldBe((line, column));
    }

    [Theory]
    [InlineData("x.json", "{\n \"a\": \"ami-1a2b3c4d\",\n", 3, "no valid JSON")]
    [InlineData("x.yaml", "a: ami-1a2b3c4d\n}b", 2, "no valid YAML")]
    [InlineData("x.tfvars", "a = \"ami-1a2b3c4d\"\nb = \"open\n", 2, "a string is not closed")]
    [InlineData("x.tfvars", "a = [\"ami-1a2b3c4d\"\n", 2, "a bracket is not closed")]
    public void A_file_that_is_not_what_its_name_says_is_refused_with_its_line(string name, string text, int line, string message)
    {
        var failure = Should.Throw<AmiTools.Core.Pointers.Formats.WrongFormatException>(() => FindPlaces.In(ReferenceText.Of(System.Text.Encoding.UTF8.GetBytes(text)), name));
        failure.Line.ShouldBe(line);
        failure.Message.ShouldContain(message);
    }

    private static byte[] Changed(byte[] bytes, string name, string from, string to, int count)
    {
        var text = ReferenceText.Of(bytes);
        var places = FindPlaces.In(text, name).Places.Where(p => p.ImageId == from).ToList();
        places.Count.ShouldBe(count, string.Join("\n", places));
        return ByteEdits.Apply(bytes, ByteEdits.Of(text, places.Select(p => (p, to))));
    }

    /// <summary>In text, a line may have several places.</summary>
    private static int Occupied(string name, ReferenceCase file) =>
        name.EndsWith(".sh", StringComparison.Ordinal) || name.EndsWith(".txt", StringComparison.Ordinal) || name.EndsWith(".conf", StringComparison.Ordinal)
            ? file.Written.Split(["\r\n", "\n", "\r"], StringSplitOptions.None).Count(l => l.Contains("«A»")) : file.Places;
}
