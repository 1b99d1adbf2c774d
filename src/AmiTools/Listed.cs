using System.Collections.ObjectModel;

namespace AmiTools;

/// <summary>
/// Lists as PowerShell can index them. A collection expression makes a type whose indexer is an explicit interface
/// member, and PowerShell's <c>$pair.Members[0]</c> then gives the whole list instead of its first item.
/// </summary>
internal static class Listed
{
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items) => items as ReadOnlyCollection<T> ?? (items.Count == 0 ? Nothing<T>.Items : new ReadOnlyCollection<T>([.. items]));

    private static class Nothing<T>
    {
        public static readonly ReadOnlyCollection<T> Items = new([]);
    }
}
