using System.Text.RegularExpressions;
using AmiTools.Core.Journal;

namespace AmiTools.Core.Building;

/// <summary>
/// What Packer's output has told so far, line by line. Nobody but Packer knows what it makes before it makes it, so these
/// lines are what an undo goes by. The wording is that of 1.6 to 1.14; a wording that is not known leaves a thing unseen,
/// and then it is found by the pair's tags.
/// </summary>
public sealed record PackerObservations
{
    private const int ErrorsKept = 20;

    private static readonly Rule[] Rules =
    [
        // Packer's own words ("say"): a provisioner can't write these.
        Say("^Creating temporary keypair: (\\S+)", (o, m) => o.See(s => s with { KeyPairNames = Add(s.KeyPairNames, m.Groups[1].Value) })),
        Say("^Creating temporary security group for this instance: (\\S+)", (o, m) => o.See(s => s with { SecurityGroupNames = Add(s.SecurityGroupNames, m.Groups[1].Value) })),
        Say("^Waiting for instance \\((i-[0-9a-f]+)\\)", (o, m) => o.SeeInstance(m.Groups[1].Value)),
        Say("^Creating (?:unencrypted )?AMI (.+) from instance (i-[0-9a-f]+)", (o, m) => (o.SeeInstance(m.Groups[2].Value) with { ImageRequested = true })
            .See(s => s with { ImageNames = Add(s.ImageNames, m.Groups[1].Value) })),
        Say("^(?:Modifying attributes on|Adding tags to|Waiting for|Enabling (?:Enhanced Networking|.*)\\b.* on) AMI \\((ami-[0-9a-f]+)\\)", (o, m) => o.SeeImage(null, m.Groups[1].Value)),
        Say("^Copying/Encrypting AMI \\((ami-[0-9a-f]+)\\)", (o, m) => o.SeeImage(null, m.Groups[1].Value)),
        Say("^(?:Modifying attributes on snapshot \\(|Tagging snapshot: )(snap-[0-9a-f]+)", (o, m) => o.See(s => s with { SnapshotIds = Add(s.SnapshotIds, m.Groups[1].Value) })),
        // Messages: a provisioner could write the same, so what they name counts only if the thing itself agrees.
        Message("^Instance ID: (i-[0-9a-f]+)$", (o, m) => o.SeeInstance(m.Groups[1].Value)),
        Message("^AMI: (ami-[0-9a-f]+)$", (o, m) => o.SeeImage(null, m.Groups[1].Value)),
        Message("^Copying to: ([a-z0-9-]+)$", (o, m) => o.See(s => s with { Regions = Add(s.Regions, m.Groups[1].Value) })),
        Message("^Tagging snapshot: (snap-[0-9a-f]+)$", (o, m) => o.See(s => s with { SnapshotIds = Add(s.SnapshotIds, m.Groups[1].Value) })),
        Message("^(?:Found|Created) (?:temporary )?security group(?:\\(s\\))?:? (sg-[0-9a-f]+)$", (o, m) => o.See(s => s with { SecurityGroupIds = Add(s.SecurityGroupIds, m.Groups[1].Value) })),
    ];

    /// <summary>The things whose ids or names have been told.</summary>
    public SeenResources Seen { get; init; } = new();

    /// <summary>The artifacts that Packer says it has made; it says so at its end.</summary>
    public IReadOnlyList<SeenImage> Artifacts { get; init; } = [];

    /// <summary>True once Packer has asked for an image: from then on there may be one that it never reports.</summary>
    public bool ImageRequested { get; init; }

    /// <summary>The last error lines, for the message of the failure.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What is known after one more line; the same object if it tells nothing.</summary>
    public PackerObservations Observe(PackerLine line)
    {
        if (line.Type == "artifact") return ObserveArtifact(line);
        if (line.Type == "error" && line.Data.Count > 0) return AddError(line.Data[0]);
        if (line.UiText is not { } text) return this;
        if (line.IsUiError) return AddError(WithoutPrefix(text));

        var observed = this;
        var words = WithoutPrefix(text);
        foreach (var rule in Rules)
        {
            if (rule.SayOnly && !line.IsUiSay) continue;
            var match = rule.Pattern.Match(words);
            if (match.Success) observed = rule.Apply(observed, match);
        }
        return observed;
    }

    // <build>,artifact,<index>,id,<region>:<ami>,<region>:<ami>
    private PackerObservations ObserveArtifact(PackerLine line)
    {
        if (line.Data.Count < 3 || line.Data[1] != "id") return this;
        var observed = this;
        foreach (var part in line.Data[2].Split(','))
        {
            var colon = part.IndexOf(':');
            if (colon < 0) continue;
            var (region, id) = (part.Substring(0, colon).Trim(), part.Substring(colon + 1).Trim());
            if (!id.StartsWith("ami-", StringComparison.Ordinal)) continue;
            observed = observed.SeeImage(region, id);
            // With a manifest post-processor the same artifact is listed twice.
            var artifact = new SeenImage(region, id);
            if (!observed.Artifacts.Contains(artifact)) observed = observed with { Artifacts = [.. observed.Artifacts, artifact] };
        }
        return observed;
    }

    private PackerObservations SeeInstance(string id) => See(s => s with { InstanceIds = Add(s.InstanceIds, id) });

    private PackerObservations SeeImage(string? region, string id) => See(s =>
    {
        var known = s.Images.FirstOrDefault(i => i.ImageId == id);
        if (known is null) return s with { Images = [.. s.Images, new SeenImage(region, id)] };
        return known.Region is null && region is not null
            ? s with { Images = [.. s.Images.Select(i => i.ImageId == id ? new SeenImage(region, id) : i)] }
            : s;
    });

    private PackerObservations See(Func<SeenResources, SeenResources> change)
    {
        var seen = change(Seen);
        return seen == Seen ? this : this with { Seen = seen };
    }

    private PackerObservations AddError(string text)
    {
        text = text.Trim();
        if (text.Length == 0 || Errors.Contains(text)) return this;
        return this with { Errors = [.. Errors.Skip(Math.Max(0, Errors.Count + 1 - ErrorsKept)), text] };
    }

    // "==> amazon-ebs: Creating temporary keypair: x" and "    amazon-ebs: Instance ID: i-1"
    private static string WithoutPrefix(string text)
    {
        var trimmed = text.StartsWith("==> ", StringComparison.Ordinal) ? text.Substring(4) : text.TrimStart(' ');
        if (ReferenceEquals(trimmed, text)) return text;
        var colon = trimmed.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 || trimmed.Substring(0, colon).Any(char.IsWhiteSpace) ? trimmed : trimmed.Substring(colon + 2);
    }

    private static IReadOnlyList<string> Add(IReadOnlyList<string> list, string item) => list.Contains(item) ? list : [.. list, item];

    private static Rule Say(string pattern, Func<PackerObservations, Match, PackerObservations> apply) => new(true, New(pattern), apply);

    private static Rule Message(string pattern, Func<PackerObservations, Match, PackerObservations> apply) => new(false, New(pattern), apply);

    private static Regex New(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private sealed record Rule(bool SayOnly, Regex Pattern, Func<PackerObservations, Match, PackerObservations> Apply);
}
