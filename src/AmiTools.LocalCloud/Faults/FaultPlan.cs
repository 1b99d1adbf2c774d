namespace AmiTools.LocalCloud;

/// <summary>The faults in force, each with its own count of matching calls.</summary>
public sealed class FaultPlan
{
    private readonly List<Entry> entries = [];

    private sealed class Entry(Fault fault)
    {
        public Fault Fault => fault;
        public int Seen { get; set; }
    }

    public void Add(Fault fault)
    {
        lock (entries) entries.Add(new(fault));
    }

    public void Clear()
    {
        lock (entries) entries.Clear();
    }

    /// <summary>Counts the call, and says what goes wrong with it, if anything.</summary>
    internal Fault? For(string service, string action, string account, string userAgent)
    {
        lock (entries)
        {
            Fault? hit = null;
            foreach (var entry in entries)
            {
                var f = entry.Fault;
                if (f.Action != "*" && !string.Equals(f.Action, action, StringComparison.OrdinalIgnoreCase)) continue;
                if (f.Account is not null && f.Account != account) continue;
                if (f.Service is not null && !string.Equals(f.Service, service, StringComparison.OrdinalIgnoreCase)) continue;
                if (f.UserAgent is not null && !userAgent.Contains(f.UserAgent, StringComparison.OrdinalIgnoreCase)) continue;
                entry.Seen++;
                if (entry.Seen >= f.Call && (f.Count == 0 || entry.Seen < f.Call + f.Count)) hit ??= f;
            }
            return hit;
        }
    }
}
