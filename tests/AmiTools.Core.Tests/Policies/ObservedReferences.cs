using AmiTools.Aws;
using AmiTools.Core.Tests.Pointers;
using AmiTools.LocalCloud;
using AmiTools.Tests;

namespace AmiTools.Core.Tests.Policies;

/// <summary>What the cmdlets of references call.</summary>
internal static class ObservedReferences
{
    private static readonly string[] both = ["staging", "production"];

    public static async Task<IReadOnlyList<LoggedCall>> OfAsync(Func<ReferenceLab, Task> work)
    {
        using var lab = new ReferenceLab();
        lab.Cloud.ClearCalls();
        await work(lab);
        return [.. lab.Cloud.Calls.Where(c => c.Action != "GetCallerIdentity")];
    }

    public static async Task SetAsync(ReferenceLab lab)
    {
        await lab.SetAsync("2.0.56", both);
        await lab.SetAsync("2.0.57", both);
    }

    /// <summary>By a parameter's history, and by pins.</summary>
    public static async Task UndoAsync(ReferenceLab lab)
    {
        var aws = new InProcessAws(lab.Cloud, ReferenceLab.Prod, ReferenceLab.Region);
        await aws.SendAsync(new PutParameter { Name = "/web/ami", Value = lab[ReferenceLab.Prod, "2.0.56"], DataType = "aws:ec2:image", Overwrite = true });
        lab.Cloud.ClearCalls();
        await lab.SetAsync(null, ["production"]);
        await lab.SetAsync(null, ["production"]);
        await lab.SetAsync("2.0.57", ["production"]);
    }
}
