using AmiTools.Cmdlets.Views;

namespace AmiTools.Cmdlets.Tests;

/// <summary>What the format files show by code.</summary>
public sealed class ShownTests
{
    private static readonly DateTimeOffset now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ami-0123456789abcdef0", "ami-0123456789abcdef0")]
    [InlineData("ami-12345678", "ami-12345678         ")]
    [InlineData("snap-12345678", "snap-12345678         ")]
    [InlineData(null, "                     ")]
    public void An_id_keeps_its_column_wide_enough_for_any_other(string? id, string shown) => Shown.Id(id).ShouldBe(shown);

    [Theory]
    [InlineData(76.0, "3d 4h")]
    [InlineData(72.0, "3d")]
    [InlineData(24 * 400 + 1, "400d 1h")]
    [InlineData(4.2, "4h 12m")]
    [InlineData(0.2, "12m")]
    [InlineData(0.0, "0m")]
    [InlineData(-5.0, "0m")]
    public void An_age_has_its_two_largest_units(double hours, string shown) => Shown.Age(now.AddHours(-hours), now).ShouldBe(shown);

    [Fact]
    public void What_has_no_date_has_no_age() => Shown.Age(null).ShouldBeNull();

    [Theory]
    [InlineData("available", "<green>available<reset>")]
    [InlineData("Complete", "<green>Complete<reset>")]
    [InlineData("pending", "<yellow>pending<reset>")]
    [InlineData("failed", "<red>failed<reset>")]
    [InlineData("something else", "something else")]
    public void A_state_has_the_colour_of_its_meaning_as_the_user_has_set_it(string state, string shown) => Shown.State(state, new Style(), noColor: null, isRedirected: false).ShouldBe(shown);

    [Fact]
    public void A_state_is_plain_without_a_style_in_plain_text_under_NO_COLOR_and_in_a_log()
    {
        Shown.State("failed", style: null, noColor: null, isRedirected: false).ShouldBe("failed");
        Shown.State("failed", new Style { OutputRendering = "PlainText" }, noColor: null, isRedirected: false).ShouldBe("failed");
        Shown.State("failed", new Style(), noColor: "1", isRedirected: false).ShouldBe("failed");
        Shown.State("failed", new Style(), noColor: "", isRedirected: false).ShouldBe("<red>failed<reset>");
        Shown.State("failed", new Style(), noColor: null, isRedirected: true).ShouldBe("failed");
        Shown.State("failed", new Style { OutputRendering = "Ansi" }, noColor: null, isRedirected: true).ShouldBe("<red>failed<reset>");
    }

    [Fact]
    public void Texts_stand_beside_each_other_as_far_as_they_fit_and_none_is_broken()
    {
        string[] pair = ["dev=ami-0123456789abcdef0", "prod=ami-0123456789abcdef1"];
        Shown.Beside(pair, 56).ShouldBe("dev=ami-0123456789abcdef0 prod=ami-0123456789abcdef1");
        Shown.Beside([.. pair, "stage=ami-0123456789abcdef2"], 56).ShouldBe("dev=ami-0123456789abcdef0 prod=ami-0123456789abcdef1\nstage=ami-0123456789abcdef2");
        Shown.Beside(pair, 30).ShouldBe("dev=ami-0123456789abcdef0\nprod=ami-0123456789abcdef1");
        Shown.Beside([], 30).ShouldBe("");
    }

    [Theory]
    [InlineData("/srv/images/web/conf/dev.conf:2: wrong", "/srv/images", "web/conf/dev.conf:2: wrong")]
    [InlineData("/srv/images2/dev.conf:2", "/srv/images", "/srv/images2/dev.conf:2")]
    [InlineData("/mnt/srv/images/dev.conf:2", "/srv/images", "/mnt/srv/images/dev.conf:2")]
    [InlineData("files: /srv/images/a.txt\nfiles: '/srv/images/b.txt'", "/srv/images/", "files: a.txt\nfiles: 'b.txt'")]
    [InlineData("/etc/dev.conf:2", "/", "/etc/dev.conf:2")]
    [InlineData("dev.conf", "", "dev.conf")]
    [InlineData(null, "/srv", null)]
    public void A_path_is_shown_from_the_location_on(string? text, string location, string? shown) => Shown.Here(text, location).ShouldBe(shown);

    /// <summary>As $PSStyle is.</summary>
    private sealed class Style
    {
        public string OutputRendering { get; init; } = "Host";

        public Colours Foreground { get; } = new();

        public string Reset => "<reset>";
    }

    private sealed class Colours
    {
        public string Green => "<green>";

        public string Yellow => "<yellow>";

        public string Red => "<red>";
    }
}
