using System.Collections;
using AmiTools.Cmdlets.Base;
using AmiTools.Cmdlets.Schedules;

namespace AmiTools.Cmdlets.Completion;

/// <summary>The common parameters of a command that is being typed.</summary>
internal static class TypedParameters
{
    public static ConnectionParameters Read(IDictionary typed, ShellState shell)
    {
        string? Text(string name) => shell.Text(typed, name);
        string? FullPath(string name) => Text(name) is { } path ? shell.FullPath(path) : null;
        return new()
        {
            Location = shell.Location,
            Session = SessionVariables.Read(shell.Variable),
            EnvironmentsPath = FullPath(nameof(EnvironmentCmdlet.EnvironmentsPath)),
            Targets = shell.Texts(typed, nameof(EnvironmentCmdlet.Target)),
            ProfileName = Text(nameof(TargetCmdlet.ProfileName)),
            ProfileLocation = FullPath(nameof(TargetCmdlet.ProfileLocation)),
            AccessKey = Text(nameof(TargetCmdlet.AccessKey)),
            SecretKey = Text(nameof(TargetCmdlet.SecretKey)),
            SessionToken = Text(nameof(TargetCmdlet.SessionToken)),
            Credential = shell.Object(typed, nameof(TargetCmdlet.Credential)),
            ScheduleKind = Text(nameof(ScheduleCmdlet.Kind)),
            Region = Text(nameof(TargetCmdlet.Region)),
            EndpointUrl = Uri.TryCreate(Text(nameof(TargetCmdlet.EndpointUrl)), UriKind.Absolute, out var url) ? url : null,
        };
    }
}
