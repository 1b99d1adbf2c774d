using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using AmiTools.Core.Schedules;

namespace AmiTools.Core.Tests.Schedules;

public sealed class TaskXmlTests
{
    private static readonly XmlNamespaceManager names = Names();

    // The elements of each part that Windows XP's successors know, in the order in which they export them ([MS-TSCH] 2.5).
    private static readonly Dictionary<string, string[]> order = new()
    {
        ["Task"] = ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
        ["RegistrationInfo"] = ["Date", "Author", "Version", "Description", "URI"],
        ["CalendarTrigger"] = ["Repetition", "StartBoundary", "EndBoundary", "Enabled", "ScheduleByDay"],
        ["Repetition"] = ["Interval", "Duration", "StopAtDurationEnd"],
        ["Principal"] = ["UserId", "LogonType", "RunLevel"],
        ["Settings"] = ["MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "AllowHardTerminate", "StartWhenAvailable", "RunOnlyIfNetworkAvailable", "AllowStartOnDemand", "Enabled", "Hidden", "ExecutionTimeLimit", "Priority"],
        ["Exec"] = ["Command", "Arguments", "WorkingDirectory"],
    };

    [Fact]
    public void A_scan_runs_every_20_minutes_of_every_day_and_never_twice_at_once()
    {
        var task = Task(20);
        Value(task, "/t:Task/@version").ShouldBe("1.2");
        Value(task, "//t:CalendarTrigger/t:Repetition/t:Interval").ShouldBe("PT20M");
        Value(task, "//t:CalendarTrigger/t:Repetition/t:Duration").ShouldBe("P1D");
        Value(task, "//t:CalendarTrigger/t:StartBoundary").ShouldBe("2026-01-01T00:00:00");
        Value(task, "//t:CalendarTrigger/t:ScheduleByDay/t:DaysInterval").ShouldBe("1");
        Value(task, "//t:Settings/t:MultipleInstancesPolicy").ShouldBe("IgnoreNew");
        Value(task, "//t:Settings/t:ExecutionTimeLimit").ShouldBe("PT1H");
        Value(task, "//t:Principal/t:LogonType").ShouldBe("S4U");
        Value(task, "//t:Principal/t:RunLevel").ShouldBe("LeastPrivilege");
        Value(task, "//t:Principal/t:UserId").ShouldBe(@"COMPANY\images");
        Value(task, "//t:RegistrationInfo/t:URI").ShouldBe(@"\AmiTools\amitools-scan");
        Value(task, "//t:Exec/t:Command").ShouldBe(@"C:\Program Files\dotnet\dotnet.exe");
        Value(task, "//t:Exec/t:Arguments").ShouldBe(@"""C:\Ami Tools\AmiTools.Cli.dll"" scan --environments ""C:\R&D <x>\environments.yaml"" --name ""a \""b\"" c\\""");
        Value(task, "//t:Exec/t:WorkingDirectory").ShouldBe(@"C:\R&D <x>");
    }

    [Fact]
    public void A_cleanup_runs_once_a_day_and_later_if_the_machine_was_off()
    {
        var task = Task(null);
        task.XPathSelectElement("//t:Repetition", names).ShouldBeNull();
        Value(task, "//t:CalendarTrigger/t:StartBoundary").ShouldBe("2026-01-01T03:30:00");
        Value(task, "//t:Settings/t:StartWhenAvailable").ShouldBe("true");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(null)]
    public void Every_element_is_known_and_in_its_place(int? minutes)
    {
        foreach (var element in Task(minutes).DescendantsAndSelf().Where(e => e.HasElements && order.ContainsKey(e.Name.LocalName)))
        {
            var places = element.Elements().Select(e => Array.IndexOf(order[element.Name.LocalName], e.Name.LocalName)).ToList();
            places.ShouldNotContain(-1, element.ToString());
            places.ShouldBe(places.Order().Distinct(), element.ToString());
        }
    }

    [Fact]
    public void What_Windows_gives_back_in_another_form_means_the_same_and_what_was_changed_does_not()
    {
        var task = Task(20);
        var mark = ScheduleMark.In(TaskXml.Description(task))!;
        mark.Fits(TaskXml.Meaning(task)).ShouldBeTrue();

        var windows = new XElement(task);
        Find(windows, "//t:UserId").Value = "S-1-5-21-1-2-3-1001";
        Find(windows, "//t:RunLevel").Remove();
        Find(windows, "//t:CalendarTrigger/t:Enabled").Remove();
        Find(windows, "//t:Settings").Add(new XElement(windows.Name.Namespace + "Priority", 7));
        windows.AddFirst(Find(windows, "//t:Settings"));
        mark.Fits(TaskXml.Meaning(windows)).ShouldBeTrue();
        TaskXml.IsOn(windows).ShouldBeTrue();

        foreach (var (path, value) in new[] { ("//t:Arguments", "x"), ("//t:Command", "x"), ("//t:Interval", "PT5M"), ("//t:CalendarTrigger/t:Enabled", "false"), ("//t:StartBoundary", "2026-01-01T00:01:00"), ("//t:LogonType", "Password"), ("//t:MultipleInstancesPolicy", "Parallel") })
        {
            var changed = new XElement(task);
            Find(changed, path).Value = value;
            mark.Fits(TaskXml.Meaning(changed)).ShouldBeFalse(path);
        }
        var more = new XElement(task);
        Find(more, "//t:Actions").Add(new XElement(Find(more, "//t:Exec")));
        mark.Fits(TaskXml.Meaning(more)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(@"C:\100%PATH%")]
    [InlineData(@"C:\$(Arg0)")]
    public void What_the_Task_Scheduler_would_replace_is_refused(string folder) =>
        Should.Throw<AmiToolsException>(() => TaskXml.Of(Schedule(20, folder), @"\AmiTools\x", "x")).ErrorId.ShouldBe("NotForSchedules");

    private static XElement Task(int? minutes)
    {
        var (_, text) = TaskXml.Of(Schedule(minutes, @"C:\R&D <x>"), @"\AmiTools\amitools-scan", @"COMPANY\images");
        text.ShouldStartWith("<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n");
        return XDocument.Parse(text).Root!;
    }

    private static PlannedSchedule Schedule(int? minutes, string folder) => new()
    {
        Name = "amitools-scan",
        Job = ScheduledJob.Scan,
        EveryMinutes = minutes,
        At = new(3, 30, 0),
        EnvironmentsPath = folder + @"\environments.yaml",
        LogPath = @"C:\log",
        Command = new() { Program = @"C:\Program Files\dotnet\dotnet.exe", Arguments = [@"C:\Ami Tools\AmiTools.Cli.dll", "scan", "--environments", folder + @"\environments.yaml", "--name", @"a ""b"" c\"], WorkingDirectory = folder },
    };

    private static string Value(XElement task, string path) => ((IEnumerable<object>)new XDocument(task).XPathEvaluate(path, names)).Cast<XObject>().ShouldHaveSingleItem() is var found && found is XAttribute a ? a.Value : ((XElement)found).Value;

    private static XElement Find(XElement task, string path) => task.XPathSelectElement(path, names)!;

    private static XmlNamespaceManager Names()
    {
        var found = new XmlNamespaceManager(new NameTable());
        found.AddNamespace("t", "http://schemas.microsoft.com/windows/2004/02/mit/task");
        return found;
    }
}
