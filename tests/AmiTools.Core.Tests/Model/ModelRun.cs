using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace AmiTools.Core.Tests.Model;

/// <summary>Random fleets from a seed that is printed; AMITOOLS_TEST_SEED runs those of a seed again.</summary>
internal static class ModelRun
{
    /// <summary>Fails with the smallest fleet that was found, and with the seed.</summary>
    public static void Check(ITestOutputHelper output, int fleets, Action<ModelFleet> check)
    {
        var seed = Seed(output, fleets);
        if (Find(seed, fleets, check) is var (fleet, why)) throw new InvalidOperationException($"seed {seed}:{Environment.NewLine}{fleet}{Environment.NewLine}{why.Message}", why);
    }

    /// <summary>Fails if no fleet shows that something is wrong.</summary>
    public static void ShouldBeCaught(ITestOutputHelper output, int fleets, Action<ModelFleet> check)
    {
        var found = Find(Seed(output, fleets), fleets, check);
        found.ShouldNotBeNull();
        output.WriteLine($"caught by{Environment.NewLine}{found.Value.Fleet}");
    }

    private static ulong Seed(ITestOutputHelper output, int fleets)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("AMITOOLS_TEST_SEED"), out var given) ? given : (ulong)Random.Shared.NextInt64(1, long.MaxValue);
        output.WriteLine($"seed {seed}, {fleets} fleets");
        return seed;
    }

    private static (ModelFleet Fleet, Exception Why)? Find(ulong seed, int fleets, Action<ModelFleet> check)
    {
        (ModelFleet, Exception)? found = null;
        var property = Prop.ForAll(FleetGenerator.Fleets, fleet =>
        {
            try
            {
                check(fleet);
                return true;
            }
            catch (Exception e)
            {
                // The last one that fails while it shrinks is the smallest.
                found = (fleet, e);
                return false;
            }
        });
        FsCheck.Check.One(Config.Quick.WithMaxTest(fleets).WithReplay(seed, 1).WithRunner(new Silent()), property);
        return found;
    }

    private sealed class Silent : IRunner
    {
        public void OnStartFixture(Type t) { }
        public void OnArguments(int ntest, Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<int, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string>> every) { }
        public void OnShrink(Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string> everyShrink) { }
        public void OnFinished(string name, TestResult testResult) { }
    }
}
