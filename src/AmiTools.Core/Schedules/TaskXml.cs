using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AmiTools.Core.Building;

namespace AmiTools.Core.Schedules;

/// <summary>A scheduled task of Windows (Task Scheduler Schema, version 1.2), its elements in the order in which Windows exports them. Pure functions.</summary>
internal static class TaskXml
{
    private static readonly XNamespace ns = "http://schemas.microsoft.com/windows/2004/02/mit/task";
    private static readonly Regex variable = new("%[^%]+%", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The task.</summary>
    /// <param name="schedule">What it runs, and when.</param>
    /// <param name="path">Its path in the Task Scheduler: <c>\AmiTools\amitools-scan</c>.</param>
    /// <param name="user">The account it runs as, whether logged on or not, without a kept password (S4U).</param>
    public static (ScheduleMark Mark, string Text) Of(PlannedSchedule schedule, string path, string user)
    {
        var arguments = string.Join(" ", schedule.Command.Arguments.Select(WindowsArgument.Quote));
        // The Task Scheduler replaces %NAME% and $(NAME) in these, and there is no way to tell it not to.
        foreach (var text in new[] { schedule.Command.Program, arguments, schedule.Command.WorkingDirectory })
        {
            if (variable.IsMatch(text) || text.IndexOf("$(", StringComparison.Ordinal) >= 0)
                throw new AmiToolsException("NotForSchedules", FailureKind.InvalidInput, $"A scheduled task would take a part of '{text}' for a variable. Give a path or an argument without %...% and $(...).", text);
        }
        var task = Document(schedule, path, user, arguments, description: "");
        var mark = ScheduleMark.Of(schedule, Meaning(task));
        var marked = Document(schedule, path, user, arguments, $"{schedule.Job.ToString().ToLowerInvariant()} of {schedule.EnvironmentsPath}, {schedule.Times}. {mark}");
        return (mark, $"<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n{marked}\n".Replace("\r", ""));
    }

    /// <summary>
    /// What a task does, whatever its XML looks like: Windows gives it back with other elements in another order, and with
    /// the account as a number.
    /// </summary>
    public static string Meaning(XElement task)
    {
        var settings = task.Element(ns + "Settings");
        var principal = task.Element(ns + "Principals")?.Elements().FirstOrDefault();
        var lines = new List<string>();
        foreach (var action in task.Element(ns + "Actions")?.Elements() ?? [])
            lines.Add($"{action.Name.LocalName}|{Of(action, "Command")}|{Of(action, "Arguments")}|{Of(action, "WorkingDirectory")}");
        foreach (var trigger in task.Element(ns + "Triggers")?.Elements() ?? [])
        {
            var repetition = trigger.Element(ns + "Repetition");
            lines.Add($"{trigger.Name.LocalName}|{Of(trigger, "StartBoundary")}|{Of(trigger, "EndBoundary")}|{Of(trigger, "Enabled", "true")}|{Of(repetition, "Interval")}|{Of(trigger.Element(ns + "ScheduleByDay"), "DaysInterval")}");
        }
        lines.Add($"{Of(principal, "LogonType")}|{Of(principal, "RunLevel", "LeastPrivilege")}");
        lines.Add($"{Of(settings, "MultipleInstancesPolicy")}|{Of(settings, "ExecutionTimeLimit")}|{Of(settings, "StartWhenAvailable", "false")}");
        return string.Join("\n", lines);
    }

    /// <summary>The task's description, which holds the mark.</summary>
    public static string Description(XElement task) => Of(task.Element(ns + "RegistrationInfo"), "Description");

    /// <summary>False if somebody has switched it off.</summary>
    public static bool IsOn(XElement task) => Of(task.Element(ns + "Settings"), "Enabled", "true") == "true";

    private static XElement Document(PlannedSchedule schedule, string path, string user, string arguments, string description) => new(ns + "Task",
        new XAttribute("version", "1.2"),
        new XElement(ns + "RegistrationInfo",
            new XElement(ns + "Author", "AmiTools"),
            new XElement(ns + "Description", description),
            new XElement(ns + "URI", path)),
        new XElement(ns + "Triggers", new XElement(ns + "CalendarTrigger",
            schedule.EveryMinutes is { } minutes
                ? new XElement(ns + "Repetition",
                    new XElement(ns + "Interval", $"PT{minutes.ToString(CultureInfo.InvariantCulture)}M"),
                    new XElement(ns + "Duration", "P1D"),
                    new XElement(ns + "StopAtDurationEnd", "false"))
                : null,
            new XElement(ns + "StartBoundary", $"2026-01-01T{(schedule.EveryMinutes is null ? schedule.At : TimeSpan.Zero):hh\\:mm}:00"),
            new XElement(ns + "Enabled", "true"),
            new XElement(ns + "ScheduleByDay", new XElement(ns + "DaysInterval", "1")))),
        new XElement(ns + "Principals", new XElement(ns + "Principal",
            new XAttribute("id", "Author"),
            new XElement(ns + "UserId", user),
            new XElement(ns + "LogonType", "S4U"),
            new XElement(ns + "RunLevel", "LeastPrivilege"))),
        new XElement(ns + "Settings",
            new XElement(ns + "MultipleInstancesPolicy", "IgnoreNew"),
            new XElement(ns + "DisallowStartIfOnBatteries", "false"),
            new XElement(ns + "StopIfGoingOnBatteries", "false"),
            new XElement(ns + "StartWhenAvailable", schedule.EveryMinutes is null ? "true" : "false"),
            new XElement(ns + "Enabled", "true"),
            new XElement(ns + "ExecutionTimeLimit", schedule.EveryMinutes is null ? "PT12H" : "PT1H")),
        new XElement(ns + "Actions",
            new XAttribute("Context", "Author"),
            new XElement(ns + "Exec",
                new XElement(ns + "Command", schedule.Command.Program),
                new XElement(ns + "Arguments", arguments),
                new XElement(ns + "WorkingDirectory", schedule.Command.WorkingDirectory))));

    private static string Of(XElement? parent, string name, string without = "") => parent?.Element(ns + name)?.Value.Trim() ?? without;
}
