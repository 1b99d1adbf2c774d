namespace System.Runtime.CompilerServices;

/// <summary>
/// An init accessor carries this type in its signature. The module's front is compiled against the netstandard2.0 builds,
/// which have one of their own, and runs on these builds too: so they must not take the runtime's.
/// </summary>
internal static class IsExternalInit;
