namespace AmiTools.Core.Ci;

/// <summary>What TeamCity is told when a definition has been built, or has not. A pure function.</summary>
public static class TeamCityOutcome
{
    /// <summary>The lines.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="isOnly">True if the run is about one definition: then its version becomes the build's number.</param>
    public static IReadOnlyList<string> Lines(PairOutcome outcome, bool isOnly)
    {
        var lines = new List<string>();
        if (outcome.Pair is { } pair)
        {
            if (isOnly) lines.Add(TeamCityMessage.BuildNumber(pair.Version));
            lines.Add(TeamCityMessage.SetParameter($"amitools.{pair.Name}.version", pair.Version));
            lines.AddRange(pair.Members.Select(m => TeamCityMessage.SetParameter($"amitools.{pair.Name}.{m.Target}.imageId", m.ImageId)));
            lines.AddRange(pair.Durations.Select(d => TeamCityMessage.Statistic($"AmiTools.{pair.Name}.{d.Key}.buildMilliseconds", (long)d.Value.TotalMilliseconds)));
        }
        // The run folder holds no secret; of a failed build it is what one looks at.
        if (outcome.RunFolder is { } folder) lines.Add(TeamCityMessage.PublishArtifacts($"{folder} => amitools/{outcome.Name}"));
        if (outcome.Failure is OperationCanceledException) return lines;
        if (outcome.Failure is { } failure)
            lines.Add(TeamCityMessage.BuildProblem(failure.Message, $"AmiTools_{(failure as AmiToolsException)?.ErrorId ?? failure.GetType().Name}_{outcome.Name}"));
        return lines;
    }
}
