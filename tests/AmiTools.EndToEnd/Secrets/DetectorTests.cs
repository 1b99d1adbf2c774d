using System.Diagnostics;
using System.Text;

namespace AmiTools.EndToEnd.Secrets;

/// <summary>What looks for secrets finds one that was put there; otherwise its silence would mean nothing.</summary>
public class DetectorTests
{
    private static readonly Canary planted = new("planted", "Zx9Cv4Bn7Mq2Wr5Ty8Ui");
    private static readonly Canary[] canaries = [planted, new("absent", "Lk3Jh6Gf9Ds2Ap5Oi8Uy")];

    [Fact]
    public void A_secret_in_a_text_is_found_in_every_disguise()
    {
        string[] texts =
        [
            $"x{planted.Value}y", planted.Value[3..15], $"?k={planted.Value}", Convert.ToBase64String(Encoding.UTF8.GetBytes("K=" + planted.Value + "\n")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("KE=" + planted.Value + "\n")), Convert.ToBase64String(Encoding.UTF8.GetBytes("KEY=" + planted.Value + "\n")),
        ];
        foreach (var text in texts) Leaks.InText("here", text, canaries).ShouldBe(["here: planted"], text);
        Leaks.InText("here", planted.Value[..11] + " " + planted.Value[11..], canaries).ShouldBeEmpty();
    }

    [Fact]
    public void A_secret_in_a_file_is_found_by_content_and_by_name_also_in_a_hidden_folder()
    {
        var folder = Directory.CreateTempSubdirectory("amitools-detector-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, ".hidden", "deep"));
            File.WriteAllText(Path.Combine(folder, ".hidden", "deep", "note"), "the key is " + planted.Value);
            File.WriteAllText(Path.Combine(folder, planted.Value), "");
            File.WriteAllText(Path.Combine(folder, "source"), planted.Value);
            Leaks.InFiles(folder, canaries, name => name == "source").ShouldBe([".hidden/deep/note: planted", planted.Value + ": planted"], ignoreOrder: true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_secret_in_a_grandchilds_command_line_and_in_anothers_environment_are_found()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"(exec sh -c 'sleep 20; :' argument \"$(cat {SecretFile()})\") & SECRET=\"$(cat {SecretFile()})\" sleep 20; wait"]);
        using var family = Process.Start(start)!;
        await using (var watch = new ProcessWatch(family.Id))
        {
            var clock = Stopwatch.StartNew();
            while (!(Leaks.InCommandLines(watch.Seen, canaries).Any() && Leaks.InEnvironments(watch.Seen, canaries, (_, _) => false).Any()))
            {
                clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15), "a planted leak was not seen");
                await Task.Delay(10);
            }
            Leaks.InCommandLines(watch.Seen, canaries).ShouldAllBe(l => l.EndsWith(": planted", StringComparison.Ordinal));
            Leaks.InEnvironments(watch.Seen, canaries, (_, c) => c == planted).ShouldBeEmpty();
        }
        family.Kill(entireProcessTree: true);
        await family.WaitForExitAsync();
        File.Delete(SecretFile());
    }

    // The secret comes by a file, so that the first process's own command line does not have it.
    private static string SecretFile()
    {
        var file = Path.Combine(Path.GetTempPath(), $"amitools-detector-{Environment.ProcessId}");
        if (!File.Exists(file)) File.WriteAllText(file, planted.Value);
        return file;
    }
}
