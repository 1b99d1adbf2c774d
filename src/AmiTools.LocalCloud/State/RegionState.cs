namespace AmiTools.LocalCloud.State;

/// <summary>All that exists in one Region, of every account. Read and changed under the cloud's lock.</summary>
internal sealed class RegionState(string name)
{
    private readonly Dictionary<string, Resource> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, Shelf> shelves = [];
    private readonly Dictionary<string, List<CloudImage>> imagesOfSnapshot = new(StringComparer.Ordinal);
    private long last;

    public string Name => name;

    public SortedDictionary<(string Account, string Name), CloudParameter> Parameters { get; } = [];

    public RecycleBin Bin { get; } = new();

    public T Add<T>(T resource) where T : Resource
    {
        resource.Sequence = ++last;
        byId.Add(resource.Id, resource);
        if (!shelves.TryGetValue(resource.GetType(), out var shelf)) shelves.Add(resource.GetType(), shelf = new());
        shelf.Add(resource);
        if (resource is CloudImage image)
        {
            foreach (var id in image.SnapshotIds)
            {
                if (!imagesOfSnapshot.TryGetValue(id, out var images)) imagesOfSnapshot.Add(id, images = []);
                images.Add(image);
            }
        }
        return resource;
    }

    public void Remove(Resource resource)
    {
        byId.Remove(resource.Id);
        shelves[resource.GetType()].Remove(resource);
        if (resource is not CloudImage image) return;
        foreach (var id in image.SnapshotIds)
            if (imagesOfSnapshot.TryGetValue(id, out var images) && images.Remove(image) && images.Count == 0) imagesOfSnapshot.Remove(id);
    }

    public void Clear()
    {
        byId.Clear();
        shelves.Clear();
        imagesOfSnapshot.Clear();
        Parameters.Clear();
        Bin.Clear();
    }

    public Resource? Find(string id) => byId.GetValueOrDefault(id);

    public T? Find<T>(string id) where T : Resource => byId.GetValueOrDefault(id) as T;

    /// <summary>In the order of creation.</summary>
    public IEnumerable<T> All<T>() where T : Resource => After<T>(0);

    /// <summary>What was created after the one with this sequence number, in the order of creation.</summary>
    public IEnumerable<T> After<T>(long sequence) where T : Resource =>
        typeof(T).IsSealed ? shelves.TryGetValue(typeof(T), out var shelf) ? shelf.After(sequence).Cast<T>() : []
        : shelves.Values.SelectMany(s => s.After(sequence)).OfType<T>().OrderBy(r => r.Sequence);

    /// <summary>The images that a snapshot belongs to.</summary>
    public IReadOnlyList<CloudImage> ImagesOf(string snapshotId) => imagesOfSnapshot.TryGetValue(snapshotId, out var images) ? images : [];

    /// <summary>A new id of EC2's form: 17 hexadecimal digits.</summary>
    public static string NewId(string prefix) => prefix + "-" + Guid.NewGuid().ToString("N").Substring(0, 17);

    /// <summary>Resources of one type by sequence number, so that a page begins without walking over those before it.</summary>
    private sealed class Shelf
    {
        private readonly List<Resource> items = [];

        public void Add(Resource resource) => items.Add(resource);

        public void Remove(Resource resource) => items.RemoveAt(FirstAfter(resource.Sequence - 1));

        public IEnumerable<Resource> After(long sequence)
        {
            for (var i = FirstAfter(sequence); i < items.Count; i++) yield return items[i];
        }

        private int FirstAfter(long sequence)
        {
            var (low, high) = (0, items.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (items[middle].Sequence <= sequence) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }
}
