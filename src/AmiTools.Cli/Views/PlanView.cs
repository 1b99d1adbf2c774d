using AmiTools.Cli.Reporting;
using AmiTools.Core.Building;

namespace AmiTools.Cli.Views;

/// <summary>Shows what a build would do.</summary>
internal static class PlanView
{
    public static void Show(Screen screen, PairPlan plan)
    {
        screen.Heading($"{plan.Definition.Name} {plan.Version}{(plan.IsPrerelease ? " (prerelease, first target only)" : "")}, commit {Commits.Short(plan.Commit)}, would be built in this order:");
        if (plan.Request.Strategy == BuildStrategy.CopyOrBuild && plan.Members.Count > 1) screen.Heading($"After {plan.Members[0].Target.Name} it is copied, and built where a copy can't work.");
        screen.Table(new(
            ["target", "account", "region", "image name", "base image"],
            [.. plan.Members.Select(m => new[] { m.Target.Name, m.AccountId, m.Region, m.ImageName, m.SourceImageId })]));
    }

    /// <summary>The plan without the request that it was made from: what a script decides by.</summary>
    public static object Document(PairPlan plan) => new
    {
        plan.Definition.Name,
        plan.Version,
        plan.PairId,
        plan.Commit,
        plan.Branch,
        plan.Repository,
        plan.IsPrerelease,
        Strategy = plan.Request.Strategy.ToString(),
        Members = plan.Members.Select(m => new { Target = m.Target.Name, m.AccountId, m.Region, m.ImageName, m.SourceImageId, Parameters = m.Parameters.Select(SecretNames.Shown) }),
    };
}
