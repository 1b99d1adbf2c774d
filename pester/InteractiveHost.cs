using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

/// <summary>A host at which somebody sits who types one answer to everything. It keeps what it is shown.</summary>
public sealed class InteractiveHost : PSHost
{
    private readonly Typist typist;
    public InteractiveHost(string answer) { typist = new Typist(answer); }
    public string[] Shown { get { lock (typist) return typist.Shown.ToArray(); } }
    public ShownProgress[] Progress { get { lock (typist) return typist.Progress.ToArray(); } }
    public int Asked { get { return typist.Asked; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name { get { return "InteractiveHost"; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override PSHostUserInterface UI { get { return typist; } }
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }

    private sealed class Typist : PSHostUserInterface
    {
        private readonly string answer;
        public readonly List<string> Shown = new List<string>();
        public readonly List<ShownProgress> Progress = new List<ShownProgress>();
        public int Asked;
        public Typist(string answer) { this.answer = answer; }
        public override PSHostRawUserInterface RawUI { get { return null; } }
        public override string ReadLine() { Asked++; return answer; }
        public override void Write(string value) { Show(value); }
        public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { Show(value); }
        public override void WriteLine(string value) { Show(value); }
        public override void WriteErrorLine(string value) { Show(value); }
        public override void WriteDebugLine(string message) { }
        public override void WriteProgress(long sourceId, ProgressRecord record) { lock (this) Progress.Add(new ShownProgress(sourceId, record)); }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { Show(message); }
        private void Show(string line) { lock (this) Shown.Add(line); }
        public override SecureString ReadLineAsSecureString() { throw new NotImplementedException(); }
        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw new NotImplementedException(); }
        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) { throw new NotImplementedException(); }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotImplementedException(); }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowed, PSCredentialUIOptions options) { throw new NotImplementedException(); }
    }
}

/// <summary>A line of progress, and the cmdlet's number, under which a host looks for the line that it takes the place of.</summary>
public sealed class ShownProgress
{
    public ShownProgress(long source, ProgressRecord record) { Source = source; Record = record; }
    public long Source { get; }
    public ProgressRecord Record { get; }
}
