using AmiTools.Core.Tests.Usage;
using AmiTools.LocalCloud;

namespace AmiTools.Core.Tests.Model;

/// <summary>A cloud that one model fleet after the other is put into.</summary>
internal sealed class ModelGround : IDisposable
{
    public static readonly IReadOnlyList<string> Accounts = [UsageLab.Dev, UsageLab.Prod];
    public static readonly IReadOnlyList<string> Targets = ["dev", "prod"];

    /// <summary>Launches are shown at once, also those that lie ahead: what is judged by is then what the fleet says.</summary>
    public UsageLab Lab { get; } = new(new() { UsageDelay = TimeSpan.FromDays(-2) });

    /// <summary>A file that names the images that are in one.</summary>
    public string FilePath => Path.Combine(Lab.Folder.Path, "images.txt");

    public DateTimeOffset Now => Lab.Time.GetUtcNow();

    /// <summary>The ids of the images by their numbers.</summary>
    public IReadOnlyDictionary<int, string> Ids { get; private set; } = new Dictionary<int, string>();

    /// <summary>Puts a fleet into the emptied cloud.</summary>
    public void Lay(ModelFleet fleet)
    {
        Lab.Inside.Clear();
        Lab.Inside.AllowAll();
        Lab.Cloud.ClearCalls();
        Lab.Connector.Unreachable.Clear();
        var ids = new Dictionary<int, string>();
        foreach (var image in fleet.Images) ids[image.Number] = Seed(image, image.Base is { } b ? ids[b] : UsageLab.BaseImage);
        Ids = ids;
        Put(fleet.Uses, "n");
        foreach (var denial in fleet.Denials) Lab.Inside.Deny(Accounts[denial.Account], denial.Action);
        File.WriteAllLines(FilePath, fleet.Images.Where(i => i.IsInFile).Select(i => ids[i.Number]));
        if (fleet.Unreachable is { } target) Lab.Connector.Unreachable.Add(Targets[target]);
    }

    /// <summary>Puts what names images into the cloud.</summary>
    public void Put(IReadOnlyList<ModelUse> uses, string name)
    {
        foreach (var (use, number) in uses.Select((u, n) => (u, n))) UseKind.All[use.Kind].Seed(Lab.Inside, Accounts[use.Account], Ids[use.Image], $"{name}{number}");
    }

    public IReadOnlyDictionary<string, string> Tags(int image) => Lab.Inside.Tags(UsageLab.Region, Ids[image]);

    public IReadOnlyList<string> Snapshots(ModelImage image) => Lab.Inside.Images(OwnerOf(image), UsageLab.Region).Single(i => i.Id == Ids[image.Number]).SnapshotIds;

    public bool IsThere(ModelImage image) => Lab.Inside.Images(OwnerOf(image), UsageLab.Region).Any(i => i.Id == Ids[image.Number]);

    public bool IsThere(string snapshot) => Accounts.Append(UsageLab.Stranger).Any(a => Lab.Inside.Snapshots(a, UsageLab.Region).Any(s => s.Id == snapshot));

    public void Dispose() => Lab.Dispose();

    private static string OwnerOf(ModelImage image) => image.IsForeign ? UsageLab.Stranger : Accounts[image.Account];

    private string Seed(ModelImage image, string source)
    {
        var tags = new Dictionary<string, string>();
        void Add(string key, string? value)
        {
            if (value is not null) tags[key] = value;
        }
        Add("AmiTools:Image", image.IsRegistered ? image.Name : null);
        Add("version", image.Version);
        Add("AmiTools:Pair", image.Pair is { } pair ? $"pair-{pair}" : null);
        Add("AmiTools:State", image.IsComplete ? "complete" : "building");
        Add("AmiTools:Origin", image.IsCopy ? "copied" : null);
        Add("AutoCleanup", image.AutoCleanup);
        Add("AmiTools:Pinned", image.Pinned);
        Add("LastUsed", image.LastUsed?.Of(Now));
        Add("LastUsedRuntime", image.Heartbeat?.Of(Now));
        var id = Lab.Inside.SeedImage(OwnerOf(image), UsageLab.Region, new ImageSeed
        {
            Name = $"image {image.Number}",
            Created = Now - TimeSpan.FromDays(image.Age),
            LastLaunched = image.LaunchedAge is { } age ? Now - TimeSpan.FromDays(age) : null,
            SourceImageId = source,
            SharedWith = image.IsForeign ? Accounts : image.IsShared ? [Accounts[1 - image.Account]] : [],
            IsProtected = image.IsProtected,
        });
        // Set now: tags of an image that is made tomorrow would not be seen before.
        foreach (var (key, value) in tags) Lab.Inside.SetTag(UsageLab.Region, id, key, value);
        return id;
    }
}
