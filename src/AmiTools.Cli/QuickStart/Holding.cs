namespace AmiTools.Cli.QuickStart;

/// <summary>A thing that an account has.</summary>
internal sealed record Holding(string Target, string Account, string Thing);
