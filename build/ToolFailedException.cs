namespace AmiTools.Build;

/// <summary>A command of the build can't be done: a program could not be started, or a file does not say what it should.</summary>
internal sealed class ToolFailedException(string message) : Exception(message);
