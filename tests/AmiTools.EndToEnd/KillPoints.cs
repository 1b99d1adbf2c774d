using AmiTools.LocalCloud;

namespace AmiTools.EndToEnd;

/// <summary>Where a command is killed: the n-th call of an action of an account, before the call had its effect or after.</summary>
internal sealed record Point(string Account, string Action, int Number = 1, FaultTime When = FaultTime.Before)
{
    public bool IsWrite => !new[] { "Get", "Describe", "List" }.Any(verb => Action.StartsWith(verb, StringComparison.Ordinal));
}

/// <summary>Every call that a command makes, as a point to kill it at.</summary>
internal static class KillPoints
{
    // They mostly wait for processes to start and end.
    private const int AtOnce = 3;

    /// <summary>Kills at every one of these points, each on a ground of its own.</summary>
    public static Task EachAsync(IEnumerable<Point> points, Func<Point, Task> kill) =>
        Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (point, _) => await kill(point));

    /// <summary>All points of a command.</summary>
    /// <param name="undisturbed">Runs the command to its end and gives the calls it made.</param>
    public static async Task<IReadOnlyList<Point>> OfAsync(Func<Task<IReadOnlyList<LoggedCall>>> undisturbed)
    {
        var points = new List<Point>();
        foreach (var same in (await undisturbed()).GroupBy(c => (c.Account, c.Action)))
        {
            for (var number = 1; number <= same.Count(); number++)
            {
                var point = new Point(same.Key.Account, same.Key.Action, number);
                points.Add(point);
                if (point.IsWrite) points.Add(point with { When = FaultTime.After });
            }
        }
        return points;
    }
}
