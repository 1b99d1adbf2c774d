using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace AmiTools.Core.Schedules;

/// <summary>The Task Scheduler of Windows, through schtasks. Tasks lie in a folder of their own.</summary>
internal sealed class WindowsScheduler(Surroundings surroundings, string user) : IScheduler
{
    private const string Folder = @"\AmiTools\";
    private readonly SchedulerTool tool = new(surroundings, "schtasks");

    public ScheduleKind Kind => ScheduleKind.TaskScheduler;

    public ScheduleScope? Scope => null;

    public ScheduleText Render(PlannedSchedule schedule)
    {
        var (mark, text) = TaskXml.Of(schedule, Folder + schedule.Name, user);
        return new(mark, [(Folder + schedule.Name, text)]);
    }

    public async Task<IReadOnlyList<FoundSchedule>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        // The list has one line for each trigger, its first cell is the task's path.
        var list = await tool.RunAsync(cancel, "/Query", "/FO", "CSV", "/NH").ConfigureAwait(false);
        var tasks = list.Split('\n').Select(l => l.Split('"')).Where(c => c.Length > 1 && c[1].StartsWith(Folder, StringComparison.OrdinalIgnoreCase)).Select(c => c[1][Folder.Length..]).Distinct(StringComparer.OrdinalIgnoreCase);
        var found = new List<FoundSchedule>();
        foreach (var name in tasks) found.Add(Judge(name, await tool.RunAsync(cancel, "/Query", "/TN", Folder + name, "/XML").ConfigureAwait(false)));
        return found;
    }

    public async Task WriteAsync(ScheduleText text, CancellationToken cancel)
    {
        var file = Path.Combine(Path.GetTempPath(), "amitools-" + Guid.NewGuid().ToString("N") + ".xml");
        try
        {
            // schtasks reads UTF-16 only.
            File.WriteAllText(file, text.Parts[0].Text, Encoding.Unicode);
            await tool.RunAsync(cancel, "/Create", "/TN", Folder + text.Name, "/XML", file, "/F").ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public Task RemoveAsync(string name, CancellationToken cancel) => tool.RunAsync(cancel, "/Delete", "/TN", Folder + name, "/F");

    private static FoundSchedule Judge(string name, string xml)
    {
        var shown = $"--- {Folder}{name}\n{xml.Trim()}";
        try
        {
            // Without its declaration, which speaks of the encoding it has no more.
            var task = XElement.Parse(xml[Math.Max(0, xml.IndexOf("<Task", StringComparison.Ordinal))..]);
            if (ScheduleMark.In(TaskXml.Description(task)) is not { } mark) return new(name, null, ScheduleState.Changed, shown);
            return new(name, mark, !mark.Fits(TaskXml.Meaning(task)) ? ScheduleState.Changed : TaskXml.IsOn(task) ? ScheduleState.Registered : ScheduleState.Disabled, shown);
        }
        catch (XmlException)
        {
            return new(name, null, ScheduleState.Changed, shown);
        }
    }
}
