using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AmiTools.Core.Schedules;

/// <summary>
/// The line by which a schedule is known for ours: what it is, and a digest of all that was written. What has no mark is
/// somebody else's; what does not fit its digest was changed by hand. Neither is overwritten.
/// </summary>
internal sealed record ScheduleMark
{
    private const string Word = "AmiTools schedule";
    private static readonly Regex pattern = new(Word + @" (\{.*\})", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    private static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public required string Name { get; init; }
    public required string Job { get; init; }
    public int? EveryMinutes { get; init; }
    public string At { get; init; } = "";
    public required string Environments { get; init; }
    public required string Log { get; init; }
    public string Digest { get; init; } = "";

    /// <summary>The mark of a schedule whose written text is <paramref name="body"/>.</summary>
    public static ScheduleMark Of(PlannedSchedule schedule, string body)
    {
        var mark = new ScheduleMark
        {
            Name = schedule.Name,
            Job = schedule.Job.ToString(),
            EveryMinutes = schedule.EveryMinutes,
            At = schedule.EveryMinutes is null ? schedule.At.ToString("hh\\:mm") : "",
            Environments = schedule.EnvironmentsPath,
            Log = schedule.LogPath,
        };
        return mark with { Digest = mark.DigestOf(body) };
    }

    /// <summary>The first mark in a text, or null.</summary>
    public static ScheduleMark? In(string text)
    {
        if (pattern.Match(text) is not { Success: true } found) return null;
        try
        {
            return JsonSerializer.Deserialize<ScheduleMark>(found.Groups[1].Value, json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True if nothing was changed since it was written.</summary>
    public bool Fits(string body) => Digest == DigestOf(body);

    public override string ToString() => $"{Word} {JsonSerializer.Serialize(this, json)}";

    /// <summary>As users see it.</summary>
    public AmiSchedule ToSchedule(ScheduleKind kind, ScheduleScope? scope, ScheduleState state, string text) => new()
    {
        Name = Name,
        Job = Enum.TryParse<ScheduledJob>(Job, out var job) ? job : ScheduledJob.Scan,
        Kind = kind,
        Scope = scope,
        Times = ScheduleTimes.InWords(EveryMinutes, TimeSpan.TryParse(At, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : TimeSpan.Zero),
        EnvironmentsPath = Environments,
        LogPath = Log,
        State = state,
        Text = text,
    };

    private string DigestOf(string body)
    {
        using var sha = SHA256.Create();
        var facts = JsonSerializer.Serialize(this with { Digest = "" }, json);
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(facts + "\n" + body)), 0, 8).Replace("-", "").ToLowerInvariant();
    }
}
