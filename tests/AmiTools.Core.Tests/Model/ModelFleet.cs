namespace AmiTools.Core.Tests.Model;

/// <summary>A made-up fleet in two accounts, as data: what is true of it is known without asking anybody.</summary>
internal sealed record ModelFleet(IReadOnlyList<ModelImage> Images, IReadOnlyList<ModelUse> Uses, IReadOnlyList<ModelDenial> Denials, int? Unreachable)
{
    /// <summary>What names an image only from a moment after the plan was made.</summary>
    public IReadOnlyList<ModelUse> Later { get; init; } = [];

    /// <summary>As it is from that moment on.</summary>
    public ModelFleet InTheEnd => this with { Uses = [.. Uses, .. Later], Later = [] };

    public ModelImage Image(int number) => Images.Single(i => i.Number == number);

    /// <summary>Those of the two accounts' own.</summary>
    public IEnumerable<ModelImage> Own => Images.Where(i => !i.IsForeign);

    /// <summary>The image and the other members of its pair.</summary>
    public IEnumerable<ModelImage> MembersOf(ModelImage image) => image.Pair is { } pair && !image.IsForeign ? Own.Where(i => i.Pair == pair) : [image];

    /// <summary>For messages: what somebody needs to see what happened.</summary>
    public override string ToString() => string.Join(Environment.NewLine,
    [
        .. Images.Select(i => $"  image {i}"), .. Uses.Select(u => $"  use {u}"), .. Later.Select(u => $"  later {u}"), .. Denials.Select(d => $"  denied {d}"),
        .. Unreachable is { } target ? [$"  unreachable {target}"] : Array.Empty<string>(),
    ]);
}

/// <summary>An image. Ages are in days before now; negative ones lie ahead.</summary>
internal sealed record ModelImage(int Number, int Account, string Name, string? Version, int? Pair)
{
    public bool IsRegistered { get; init; } = true;
    public bool IsComplete { get; init; } = true;
    public string? AutoCleanup { get; init; } = "true";
    public double Age { get; init; } = 100;
    public double? LaunchedAge { get; init; }
    /// <summary>The tag LastUsed: an age, or a text that is none.</summary>
    public ModelDate? LastUsed { get; init; }
    /// <summary>The tag LastUsedRuntime.</summary>
    public ModelDate? Heartbeat { get; init; }
    public string? Pinned { get; init; }
    public bool IsProtected { get; init; }
    /// <summary>The number of the image that it was built on or copied from.</summary>
    public int? Base { get; init; }
    public bool IsCopy { get; init; }
    /// <summary>True if a file that is given to the run names it.</summary>
    public bool IsInFile { get; init; }
    /// <summary>True if a third account owns it and has shared it.</summary>
    public bool IsForeign { get; init; }
    /// <summary>True if the other account may launch it.</summary>
    public bool IsShared { get; init; }
}

/// <summary>A date as a tag holds it: an age in days, or any text.</summary>
internal sealed record ModelDate(double? Age, string? Text = null)
{
    public string Of(DateTimeOffset now) => Text ?? (now - TimeSpan.FromDays(Age!.Value)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Something in an account that names an image.</summary>
internal sealed record ModelUse(string Kind, int Account, int Image);

/// <summary>An action that an account may not do.</summary>
internal sealed record ModelDenial(int Account, string Action);
