using System.Globalization;

namespace AmiTools.Benchmarks;

/// <summary>Several measurements of one thing.</summary>
internal sealed record Figures(IReadOnlyList<double> Values)
{
    public double Median => Values.Order().ElementAt(Values.Count / 2);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"median {Median:0.000} (min {Values.Min():0.000}, max {Values.Max():0.000}, {Values.Count} runs)");

    /// <summary>Prints a figure and whether it keeps its limit.</summary>
    public static bool Check(string what, double value, double limit, string unit)
    {
        var kept = value <= limit;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:0.###} {unit} (at most {limit:0.###}): {(kept ? "kept" : "NOT KEPT")}"));
        return kept;
    }
}
