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

/// <summary>How a step ended.</summary>
internal sealed record StepResult(Tally Tally, bool Healthy)
{
    public static StepResult operator +(StepResult a, StepResult b) => new(a.Tally + b.Tally, a.Healthy && b.Healthy);
}

/// <summary>Runs every test project, and Pester on the packaged module where there is a PowerShell, and closes with one line that counts all.</summary>
/// <remarks>
/// Three lanes run side by side, since the tests that start whole processes mostly wait: the rooms' tests, the end-to-end
/// tests, and Pester. What a step prints is shown when it ends, so that the steps do not mix.
/// </remarks>
internal static partial class TestRun
{
    private const string Results = "artifacts/test-results";
    private const string EndToEnd = "AmiTools.EndToEnd";

    public static int Execute(bool full)
    {
        var code = Prerequisites.Ensure(full ? Prerequisites.ForFullTests : Prerequisites.ForTests);
        if (code != 0) return code;
        code = DotNet.Build();
        if (code != 0) return code;

        if (Directory.Exists(Results)) Directory.Delete(Results, recursive: true);
        var projects = Directory.GetFiles("tests", "*.csproj", SearchOption.AllDirectories).Where(IsTestProject).Order(StringComparer.Ordinal).ToLookup(IsEndToEnd);
        Func<StepResult>[] lanes =
        [
            () => RunFormat(full) + Sum(projects[false].Select(p => RunProject(p, full))),
            () => Sum(projects[true].Select(p => RunProject(p, full))),
            () => RunPester(full),
        ];
        var result = Sum(Task.WhenAll(lanes.Select(Task.Run)).GetAwaiter().GetResult());

        if (!result.Healthy && result.Tally.Failed == 0) Console.WriteLine("A step above did not end well, though no single test failed.");
        Console.WriteLine(result.Tally);
        return result.Healthy && result.Tally.Failed == 0 ? 0 : 1;
    }

    private static StepResult Sum(IEnumerable<StepResult> results) => results.Aggregate(new StepResult(new(0, 0, 0), true), (a, b) => a + b);

    private static bool IsEndToEnd(string project) => Path.GetFileNameWithoutExtension(project) == EndToEnd;

    /// <summary>White space alone in a normal run, file by file: the build enforces style and analyzers as errors already, and loading all projects to ask again costs minutes of CPU.</summary>
    private static StepResult RunFormat(bool full) => Step("formatting", output =>
    {
        string[] what = full ? ["AmiTools.sln", "--no-restore"] : ["whitespace", "--folder", "."];
        var exit = DotNet.Call(output, ["format", .. what, "--verify-no-changes"]);
        if (exit != 0) output.WriteLine("The formatting differs from .editorconfig: run 'dotnet format AmiTools.sln'.");
        return (new(0, 0, 0), exit);
    });

    private static bool IsTestProject(string project) => File.ReadAllText(project).Contains("<IsAmiToolsTest>true<", StringComparison.Ordinal);

    private static StepResult RunProject(string project, bool full)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        string[] filter = full ? [] : ["--filter", "Category!=Full"];
        return Step(name, output =>
        {
            var exit = DotNet.Call(output,
                ["test", project, "-c", "Release", "--no-build", "--nologo", "-v", "quiet", "--results-directory", Results, "--logger", $"trx;LogFileName={name}.trx", .. filter]);
            var trx = Path.Combine(Results, name + ".trx");
            var results = File.Exists(trx) ? XDocument.Load(trx) : null;
            var tally = results is null ? new Tally(0, 0, 0) : Count(results);
            foreach (var failure in results is null ? [] : Failures(results)) output.WriteLine(failure);
            output.WriteLine($"{name}: {tally}");
            // A project that counts nothing did not run; a non-zero exit without a failed test is a crash.
            return (tally, tally.Passed == 0 ? Math.Max(exit, 1) : exit);
        });
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

    private static StepResult RunPester(bool full)
    {
        const string Probe = "exit [int]-not (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 })";
        if (!Tool.Exists("pwsh") || !Tool.Succeeds("pwsh", "-NoProfile", "-NonInteractive", "-Command", Probe))
        {
            Console.WriteLine("pester/ was not run: there is no pwsh with Pester 5 on this machine.");
            return new(new(0, 0, 0), true);
        }
        string[] more = full ? ["-Full"] : [];
        return Step("pester", output =>
        {
            var said = new StringWriter();
            var exit = Tool.Run("pwsh", ["-NoProfile", "-NonInteractive", "-File", "pester/run.ps1", "-Module", $"{ModulePackage.Pack()}/AmiTools.psd1", .. more], said);
            output.Write(said);
            return Closing().Matches(said.ToString()) is [.., var m] ? (new(Number(m, 1), Number(m, 2), Number(m, 3)), exit) : (new(0, 0, 0), Math.Max(exit, 1));
        });
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^pester: (\d+) passed, (\d+) failed, (\d+) skipped\r?$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Closing();

    private static StepResult Step(string name, Func<TextWriter, (Tally, int)> work)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var output = new StringWriter();
        var (tally, code) = work(output);
        output.Write($"--- {name}: {clock.Elapsed.TotalSeconds:0} s{(code == 0 ? "" : $", exit code {code}")}");
        Console.WriteLine(output);
        return new(tally, code == 0);
    }
}
