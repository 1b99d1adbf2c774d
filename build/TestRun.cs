using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AmiTools.Build;

/// <summary>How many tests passed, failed and were skipped.</summary>
internal sealed record Tally(int Passed, int Failed, int Skipped)
{
    public static Tally operator +(Tally a, Tally b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}

/// <summary>Runs every test project, and Pester where there is a PowerShell, and closes with one line that counts all.</summary>
internal static partial class TestRun
{
    private const string Results = "artifacts/test-results";

    public static int Execute(bool full)
    {
        var code = Prerequisites.Ensure(Prerequisites.ForTests);
        if (code != 0) return code;
        code = DotNet.Build();
        if (code != 0) return code;

        var formatted = Step("formatting", () => DotNet.Call("format", "AmiTools.sln", "--verify-no-changes", "--no-restore")) == 0;
        if (Directory.Exists(Results)) Directory.Delete(Results, recursive: true);

        var tally = new Tally(0, 0, 0);
        var healthy = formatted;
        foreach (var project in Directory.GetFiles("tests", "*.csproj", SearchOption.AllDirectories).Where(IsTestProject).Order(StringComparer.Ordinal))
        {
            var (projectTally, exit) = RunProject(project, full);
            tally += projectTally;
            // A project that counts nothing did not run; a non-zero exit without a failed test is a crash.
            if (projectTally.Passed == 0 || exit != 0) healthy = false;
        }
        var (pesterTally, pesterExit) = RunPester(full);
        tally += pesterTally;
        healthy &= pesterExit == 0;

        if (!formatted) Console.WriteLine("The formatting differs from .editorconfig: run 'dotnet format AmiTools.sln'.");
        if (!healthy && tally.Failed == 0) Console.WriteLine("A step above did not end well, though no single test failed.");
        Console.WriteLine(tally);
        return healthy && tally.Failed == 0 ? 0 : 1;
    }

    private static bool IsTestProject(string project) => File.ReadAllText(project).Contains("<IsAmiToolsTest>true<", StringComparison.Ordinal);

    private static (Tally, int) RunProject(string project, bool full)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        string[] filter = full ? [] : ["--filter", "Category!=Full"];
        var exit = Step(name, () => DotNet.Call(
            ["test", project, "-c", "Release", "--no-build", "--nologo", "-v", "quiet", "--results-directory", Results, "--logger", $"trx;LogFileName={name}.trx", .. filter]));
        var trx = Path.Combine(Results, name + ".trx");
        var results = File.Exists(trx) ? XDocument.Load(trx) : null;
        var tally = results is null ? new Tally(0, 0, 0) : Count(results);
        foreach (var failure in results is null ? [] : Failures(results)) Console.WriteLine(failure);
        Console.WriteLine($"{name}: {tally}");
        return (tally, exit);
    }

    private static Tally Count(XDocument results)
    {
        var counters = results.Descendants().Single(e => e.Name.LocalName == "Counters");
        int Of(string name) => int.Parse(counters.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        return new(Of("passed"), Of("failed") + Of("error") + Of("timeout") + Of("aborted"), Of("total") - Of("executed"));
    }

    /// <summary>What failed, and why: the runner's quiet output has the names only.</summary>
    private static IEnumerable<string> Failures(XDocument results) =>
        from result in results.Descendants()
        where result.Name.LocalName == "UnitTestResult" && result.Attribute("outcome")?.Value is not ("Passed" or "NotExecuted")
        let texts = result.Descendants().Where(e => e.Name.LocalName is "Message" or "StackTrace").Select(e => e.Value)
        select $"FAILED {result.Attribute("testName")?.Value}{Environment.NewLine}{string.Join(Environment.NewLine, texts)}";

    private static (Tally, int) RunPester(bool full)
    {
        const string Probe = "exit [int]-not (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 })";
        if (!Tool.Exists("pwsh") || !Tool.Succeeds("pwsh", "-NoProfile", "-NonInteractive", "-Command", Probe))
        {
            Console.WriteLine("pester/ was not run: there is no pwsh with Pester 5 on this machine.");
            return (new(0, 0, 0), 0);
        }
        var tally = new Tally(0, 0, 0);
        var counted = false;
        string[] more = full ? ["-Full"] : [];
        var exit = Step("pester", () => Tool.Run("pwsh", ["-NoProfile", "-NonInteractive", "-File", "pester/run.ps1", .. more], line =>
        {
            if (Closing().Match(line) is not { Success: true } m) return;
            counted = true;
            tally = new(Number(m, 1), Number(m, 2), Number(m, 3));
        }));
        return (tally, counted ? exit : Math.Max(exit, 1));
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^pester: (\d+) passed, (\d+) failed, (\d+) skipped$", RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    private static int Step(string name, Func<int> work)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var code = work();
        Console.WriteLine($"--- {name}: {clock.Elapsed.TotalSeconds:0} s{(code == 0 ? "" : $", exit code {code}")}");
        return code;
    }
}
