using AmiTools.Core.Schedules;
using AmiTools.Core.Tests.Building;

namespace AmiTools.Core.Tests.Schedules;

/// <summary>A user's home with stand-ins for crontab, systemctl, schtasks and dotnet on PATH, and an environments file in an odd folder.</summary>
internal sealed class ScheduleLab : IDisposable
{
    private readonly TempFolder folder = new();

    public ScheduleLab(string odd = "it's 100% odd")
    {
        Estate = Path.Combine(folder.Path, odd);
        folder.Write(Path.Combine(odd, "environments.yaml"), "targets:\n  - name: dev\n    account: \"111111111111\"\n    region: eu-west-1\n");
        Tool("crontab", """
            case "$1" in
              -l) [ -f "$HOME/crontab" ] || { echo "no crontab for tester" >&2; exit 1; }; cat "$HOME/crontab" ;;
              *) cp "$1" "$HOME/crontab" ;;
            esac
            """);
        Tool("systemctl", """
            echo "$*" >> "$HOME/systemctl.log"
            shift
            case "$1" in
              enable) touch "$HOME/on-$3" ;;
              disable) rm -f "$HOME/on-$3" ;;
              is-enabled|is-active) [ -f "$HOME/on-$2" ] ;;
            esac
            """);
        // As Windows does: the list is CSV, the XML comes back in another encoding, with a number for the account and more elements.
        Tool("schtasks", """
            mkdir -p "$HOME/tasks"
            name="${3##*\\}"
            case "$1 $4" in
              "/Create /XML") iconv -f UTF-16 -t UTF-8 "$5" > "$HOME/tasks/$name" ;;
              "/Query /NH") for t in "$HOME"/tasks/*; do [ -f "$t" ] && printf '"\\AmiTools\\%s","1/1/2026","Ready"\r\n' "${t##*/}"; done; printf '"\\Other\\task","N/A","Ready"\r\n' ;;
              "/Query /XML") sed -e 's#<UserId>.*</UserId>#<UserId>S-1-5-21-1-2-3-1001</UserId>#' -e 's#<Author>#<Date>2026-01-01T00:00:00</Date><Author>#' -e 's#<Enabled>true</Enabled>##' "$HOME/tasks/$name" ;;
              "/Delete /F") rm "$HOME/tasks/$name" ;;
              *) echo "ERROR: Invalid syntax." >&2; exit 1 ;;
            esac
            """);
        Tool("dotnet", "[ -z \"$DOTNET_FAILS\" ] || exit 64");
    }

    public string Home => folder.Path;

    /// <summary>The folder with the environments file: a name that every scheduler has to quote.</summary>
    public string Estate { get; }

    public RecordingReporter Reporter { get; } = new();

    public string Crontab
    {
        get => File.Exists(Path.Combine(Home, "crontab")) ? File.ReadAllText(Path.Combine(Home, "crontab")) : "";
        set => folder.Write("crontab", value);
    }

    public string Units => Path.Combine(Home, ".config", "systemd", "user");

    public Surroundings Surroundings => new()
    {
        Variables = new Dictionary<string, string> { ["HOME"] = Home, ["PATH"] = Path.Combine(Home, "bin") + ":/usr/bin:/bin" },
        WorkingDirectory = Estate,
        Connector = new CloudConnector(new()),
    };

    public ScheduleRequest Request(ScheduleKind kind, params ScheduledJob[] jobs) => new() { Jobs = jobs.Length == 0 ? [ScheduledJob.Scan, ScheduledJob.Cleanup] : jobs, Kind = kind, Scope = ScheduleScope.User, Program = "/opt/ami tools/AmiTools.Cli.dll" };

    public Task<IReadOnlyList<SchedulePlan>> PlanAsync(ScheduleRequest request) => new PlanSchedules(Surroundings).RunAsync(request, Reporter, default);

    public async Task<IReadOnlyList<AmiSchedule>> RegisterAsync(ScheduleRequest request)
    {
        var made = new List<AmiSchedule>();
        foreach (var plan in await PlanAsync(request)) made.Add(await new RegisterSchedule(Surroundings).RunAsync(plan, Reporter, default));
        return made;
    }

    public Task<IReadOnlyList<AmiSchedule>> FoundAsync(ScheduleKind kind, params string[] names) => new GetSchedules(Surroundings).RunAsync(new() { Kind = kind, Scope = ScheduleScope.User, Names = names }, default);

    public Task RemoveAsync(AmiSchedule schedule, bool force = false) => new RemoveSchedule(Surroundings).RunAsync(schedule, force, default);

    /// <summary>Puts a shell script on PATH in the place of what is there.</summary>
    public void Tool(string name, string script) => folder.Script("bin/" + name, script + "\n");

    public void Dispose() => folder.Dispose();
}
