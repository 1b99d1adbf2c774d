using AmiTools.Core;
using AmiTools.Core.Environments;
using AmiTools.LocalCloud;

namespace AmiTools.Benchmarks.Scan;

/// <summary>The fleet that is scanned: everything in the first of two accounts, in the proportions of a big one.</summary>
internal static class ScanFleet
{
    public const string Region = "eu-west-1";

    private static readonly CloudAccount[] accounts = [new("111111111111", "dev", "AKIADEVDEVDEVDEVDEVD", "dev-secret"), new("222222222222", "prod", "AKIAPRODPRODPRODPROD", "prod-secret")];

    /// <summary>50,000 images have 100,000 snapshots, 50,000 instances, 5,000 launch templates and 2,000 groups; other numbers in proportion.</summary>
    public static FleetSize Of(int images) => new(images, SnapshotsPerImage: 2, Instances: images, LaunchTemplates: images / 10, Groups: images / 25);

    public static string AccountOf(string key) => accounts.Single(a => a.AccessKeyId == key).Id;

    /// <summary>What an operation is handed to scan it.</summary>
    public static Surroundings Surroundings(string folder)
    {
        var variables = Variables();
        return new() { Variables = variables, WorkingDirectory = folder, Connector = new TargetConnector(variables) };
    }

    public static Dictionary<string, string> Variables() => accounts.SelectMany(a => new KeyValuePair<string, string>[]
    {
        new(a.Name.ToUpperInvariant() + "_AWS_ACCESS_KEY_ID", a.AccessKeyId),
        new(a.Name.ToUpperInvariant() + "_AWS_SECRET_ACCESS_KEY", a.SecretAccessKey),
    }).ToDictionary(v => v.Key, v => v.Value);

    /// <summary>A folder with an environments file for it.</summary>
    public static string Lay(Uri endpoint)
    {
        var folder = Directory.CreateTempSubdirectory("amitools-scan-").FullName;
        File.WriteAllText(Path.Combine(folder, "environments.yaml"), "targets:\n" + string.Concat(accounts.Select(a =>
            $"  - name: {a.Name}\n    account: \"{a.Id}\"\n    region: {Region}\n    endpoint: {endpoint.GetLeftPart(UriPartial.Authority)}\n    credentials: {{ environmentPrefix: {a.Name.ToUpperInvariant()} }}\n")));
        return folder;
    }
}
