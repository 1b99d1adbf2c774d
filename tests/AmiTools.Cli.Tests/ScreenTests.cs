using AmiTools.Cli.Reporting;
using AmiTools.Cli.Views;

namespace AmiTools.Cli.Tests;

public class ScreenTests
{
    private static readonly AmiPair pair = new()
    {
        PairId = "p-1",
        Name = "web-server",
        Version = "1.0.1",
        Commit = "0123456789abcdef0123456789abcdef01234567",
        IsComplete = true,
        Members = [Member("dev", "111111111111", "ami-0aaaaaaaaaaaaaaaa"), Member("production-eu", "222222222222", "ami-0bbbbbbbbbbbbbbbb")],
        RunFolder = "/work/runs/1",
    };

    [Fact]
    public void A_pair_is_shown_with_its_members_side_by_side()
    {
        Shown(terminal: false).ShouldBe(
            """
            web-server 1.0.1 (complete), pair p-1, commit 0123456789ab
            target         account       region     image                  version  state
            dev            111111111111  eu-west-1  ami-0aaaaaaaaaaaaaaaa  1.0.1    available
            production-eu  222222222222  eu-west-1  ami-0bbbbbbbbbbbbbbbb  1.0.1    available
            Run folder: /work/runs/1

            """);
    }

    [Fact]
    public void An_image_id_is_never_broken_in_two_on_a_terminal() => Shown(terminal: true).ShouldContain("ami-0bbbbbbbbbbbbbbbb");

    [Fact]
    public void A_table_that_fits_is_framed_on_a_terminal()
    {
        var writer = new StringWriter { NewLine = "\n" };
        new Screen(Terminal(writer)).Table(new(["name", "version"], [["web-server", "1.0.1"], ["[x]", null]]));

        writer.ToString().ShouldBe(
            """
            ╭────────────┬─────────╮
            │ name       │ version │
            ├────────────┼─────────┤
            │ web-server │ 1.0.1   │
            │ [x]        │         │
            ╰────────────┴─────────╯

            """);
    }

    [Fact]
    public void NO_COLOR_means_no_escape_sequence() => Shown(terminal: true).ShouldNotContain('\u001b');

    [Fact]
    public void A_JSON_document_has_stable_names()
    {
        JsonText.Document(pair with { Members = [pair.Members[0]], MissingTargets = ["production-eu"], IsComplete = false, RunFolder = null }).ShouldBe(
            """
            {
              "pairId": "p-1",
              "name": "web-server",
              "version": "1.0.1",
              "commit": "0123456789abcdef0123456789abcdef01234567",
              "isComplete": false,
              "isPrerelease": false,
              "members": [
                {
                  "imageId": "ami-0aaaaaaaaaaaaaaaa",
                  "name": "web-server",
                  "imageName": "web-server 1.0.1",
                  "version": "1.0.1",
                  "target": "dev",
                  "accountId": "111111111111",
                  "region": "eu-west-1",
                  "state": "available",
                  "isComplete": true,
                  "creationDate": "2026-11-24T10:00:00+00:00",
                  "snapshotIds": [
                    "snap-1"
                  ],
                  "tags": {
                    "AmiTools:Image": "web-server"
                  }
                }
              ],
              "missingTargets": [
                "production-eu"
              ],
              "durations": {}
            }
            """);
    }

    private static string Shown(bool terminal)
    {
        var writer = new StringWriter { NewLine = "\n" };
        PairView.Show(new Screen(Terminal(writer) with { OutIsTerminal = terminal }), pair);
        return writer.ToString();
    }

    private static Host Terminal(TextWriter writer) => new()
    {
        Out = writer,
        Error = TextWriter.Null,
        In = TextReader.Null,
        OutIsTerminal = true,
        Variables = new Dictionary<string, string> { ["NO_COLOR"] = "1" },
        WorkingDirectory = "/",
        Stop = new StopRequest(),
    };

    private static Ami Member(string target, string account, string id) => new()
    {
        ImageId = id,
        Name = "web-server",
        ImageName = "web-server 1.0.1",
        Version = "1.0.1",
        Target = target,
        AccountId = account,
        Region = "eu-west-1",
        State = "available",
        IsComplete = true,
        CreationDate = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero),
        SnapshotIds = ["snap-1"],
        Tags = new Dictionary<string, string> { ["AmiTools:Image"] = "web-server" },
    };
}
