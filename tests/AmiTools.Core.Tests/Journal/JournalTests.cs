using AmiTools.Core.Journal;
using AmiTools.Core.Tests.Building;
using Microsoft.Extensions.Time.Testing;

namespace AmiTools.Core.Tests.Journal;

public sealed class JournalTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    public void Dispose() => folder.Dispose();

    private PairJournal Sample() => new()
    {
        PairId = PairIds.New(time.GetUtcNow()),
        Definition = "web",
        DefinitionPath = "/repo/src/web",
        Version = "2.0.57",
        Commit = "0123456789abcdef0123456789abcdef01234567",
        Started = time.GetUtcNow(),
        State = PairState.UndoFailed,
        Owner = new ProcessMark("machine", 42, time.GetUtcNow()),
        Members =
        [
            new MemberJournal
            {
                Target = "dev", AccountId = "111111111111", Region = "eu-west-1", ImageName = "web 2.0.57", State = MemberState.Tagged,
                EndpointUrl = new Uri("http://127.0.0.1:5000/"),
                Seen = new SeenResources { InstanceIds = ["i-1"], Images = [new SeenImage("eu-west-1", "ami-1"), new SeenImage(null, "ami-2")], KeyPairNames = ["amitools_x"] },
                Leftovers = ["image ami-1: DeregisterImage answered UnauthorizedOperation"],
            },
            new MemberJournal { Target = "prod", AccountId = "222222222222", Region = "eu-west-1", ImageName = "web 2.0.57" },
        ],
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var file = new JournalFile(Path.Combine(folder.Path, "pair.json"));
        var journal = Sample();
        file.Write(journal);
        var read = JournalFile.Read(file.Path);
        read.Members[0].Seen.Images.ShouldBe(journal.Members[0].Seen.Images);
        read.Members[0].Seen.InstanceIds.ShouldBe(["i-1"]);
        read.Members[0].Leftovers.ShouldBe(journal.Members[0].Leftovers);
        read.Members[0].EndpointUrl.ShouldBe(journal.Members[0].EndpointUrl);
        read.Owner.ShouldBe(journal.Owner);
        IReadOnlyList<MemberJournal> none = [];
        (read with { Members = none }).ShouldBe(journal with { Members = none });
    }

    [Fact]
    public void States_are_written_in_words()
    {
        var file = new JournalFile(Path.Combine(folder.Path, "pair.json"));
        file.Write(Sample());
        File.ReadAllText(file.Path).ShouldContain("\"state\": \"undo-failed\"");
    }

    [Fact]
    public void A_journal_is_readable_by_its_owner_only_also_when_it_is_rewritten()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = new JournalFile(Path.Combine(folder.Path, "pair.json"));
        for (var i = 0; i < 2; i++)
        {
            file.Write(Sample());
            File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_journal()
    {
        var file = new JournalFile(Path.Combine(folder.Path, "pair.json"));
        file.Write(Sample());
        var reads = 0;
        var reader = Task.Factory.StartNew(() =>
        {
            for (; reads < 200; reads++) JournalFile.Read(file.Path).Version.ShouldBe("2.0.57");
        }, TaskCreationOptions.LongRunning);
        while (!reader.IsCompleted) file.Write(Sample());
        await reader;
        reads.ShouldBe(200);
    }

    [Fact]
    public void A_missing_journal_is_not_found() =>
        Should.Throw<AmiToolsException>(() => JournalFile.Read(Path.Combine(folder.Path, "none", "pair.json"))).Kind.ShouldBe(FailureKind.NotFound);

    [Theory]
    [InlineData("{", "JournalUnreadable")]
    [InlineData("null", "JournalUnreadable")]
    [InlineData("{\"format\":1}", "JournalUnreadable")]
    [InlineData("{\"format\":2,\"pairId\":\"p\",\"definition\":\"d\",\"definitionPath\":\"/d\",\"version\":\"1\",\"started\":\"2026-01-01T00:00:00+00:00\"}", "JournalFormatUnknown")]
    public void A_file_that_is_no_journal_is_told_with_its_path(string text, string id)
    {
        var path = folder.Write("pair.json", text);
        var failure = Should.Throw<AmiToolsException>(() => JournalFile.Read(path));
        failure.ErrorId.ShouldBe(id);
        failure.Message.ShouldStartWith(path);
    }

    [Fact]
    public async Task Changes_from_several_threads_are_all_kept_and_counted()
    {
        var file = new JournalFile(Path.Combine(folder.Path, "pair.json"));
        using var run = await RunJournal.BeginAsync(Sample(), [file], time, default);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            run.NoteAsync(i % 2 == 0 ? "dev" : "prod", m => m with { Leftovers = [.. m.Leftovers, $"n{i}"] }, default))));
        var read = JournalFile.Read(file.Path);
        read.Revision.ShouldBe(21);
        read.Members.SelectMany(m => m.Leftovers).Count(l => l.StartsWith('n')).ShouldBe(20);
    }

    [Fact]
    public async Task A_change_that_no_store_could_keep_is_not_the_current_state()
    {
        var store = new RefusingStore();
        using var run = await RunJournal.BeginAsync(Sample(), [store], time, default);
        store.Refuses = true;
        await Should.ThrowAsync<IOException>(() => run.ChangeAsync(j => j with { State = PairState.Committing }, default));
        run.Current.State.ShouldBe(PairState.UndoFailed);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_not_written()
    {
        var store = new RefusingStore();
        using var run = await RunJournal.BeginAsync(Sample(), [store], time, default);
        await run.ChangeAsync(j => j, default);
        store.Writes.ShouldBe(1);
    }

    [Fact]
    public void Runs_of_one_moment_get_folders_of_their_own()
    {
        var paths = Enumerable.Range(0, 50).AsParallel().Select(_ => RunFolder.Create(Path.Combine(folder.Path, "runs"), PairIds.New(time.GetUtcNow())).Path).ToList();
        paths.Distinct().Count().ShouldBe(50);
        paths.ShouldAllBe(p => Path.GetFileName(p).StartsWith("20260304T050607Z-"));
    }

    [Fact]
    public void A_plan_that_has_been_run_is_refused()
    {
        var id = PairIds.New(time.GetUtcNow());
        RunFolder.Create(folder.Path, id);
        Should.Throw<AmiToolsException>(() => RunFolder.Create(folder.Path, id)).ErrorId.ShouldBe("RunExists");
    }

    [Fact]
    public void A_run_folder_is_private_and_left_out_of_git()
    {
        var run = RunFolder.Create(folder.Path, PairIds.New(time.GetUtcNow()));
        File.ReadAllText(Path.Combine(run.Path, ".gitignore")).ShouldBe("*\n");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(run.For("dev")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_runs_path_that_is_a_file_is_told()
    {
        var file = folder.Write("runs", "");
        Should.Throw<AmiToolsException>(() => RunFolder.Create(file, "x")).ErrorId.ShouldBe("RunFolderNotWritable");
    }

    private sealed class RefusingStore : IJournalStore
    {
        public bool Refuses { get; set; }
        public int Writes { get; private set; }

        public Task WriteAsync(PairJournal journal, CancellationToken cancel)
        {
            if (Refuses) throw new IOException("disk full");
            Writes++;
            return Task.CompletedTask;
        }
    }
}
