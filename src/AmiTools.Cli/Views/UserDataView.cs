using AmiTools.Cli.Reporting;

namespace AmiTools.Cli.Views;

/// <summary>Shows what checks of user data found.</summary>
internal static class UserDataView
{
    public static void Show(Screen screen, IReadOnlyList<UserDataCheck> checks)
    {
        foreach (var check in checks)
        {
            screen.Heading($"{check.Source}: {(check.IsValid ? $"no problem found, {check.ByteCount} bytes, environment {check.Environment}" : Counted.Of(check.Problems.Count, "problem"))}");
            foreach (var problem in check.Problems) screen.Line("  " + problem);
        }
    }
}
