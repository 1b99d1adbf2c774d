using AmiTools.Core.Images;

namespace AmiTools.Core.Copying;

/// <summary>A target's image of a version: the one that is there, or a copy of another target's.</summary>
public sealed class CopyIfMissing(Surroundings surroundings)
{
    /// <param name="name">The image's name.</param>
    /// <param name="version">The exact version.</param>
    /// <param name="target">The target that is to have it.</param>
    /// <param name="targets">The environments file.</param>
    /// <param name="reporter">Told what happens.</param>
    /// <param name="cancel">Stops it; what was made so far is undone.</param>
    public async Task<Ami> RunAsync(string name, string version, string target, TargetSelection targets, IReporter reporter, CancellationToken cancel)
    {
        var only = targets with { Names = [target] };
        try
        {
            var there = await new FindImages(surroundings).RunAsync(new() { Targets = only, Name = name, Version = version, IncludePrerelease = true }, reporter, cancel).ConfigureAwait(false);
            return there[0];
        }
        catch (AmiToolsException e) when (e.ErrorId == "ImageNotFound")
        {
            var plan = await new PlanCopy(surroundings).RunAsync(new() { Targets = only, Image = $"{name}@{version}" }, reporter, cancel).ConfigureAwait(false);
            return (await new CopyImages(surroundings).RunAsync(plan, reporter, cancel).ConfigureAwait(false))[0];
        }
    }
}
