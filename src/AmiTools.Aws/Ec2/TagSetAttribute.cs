namespace AmiTools.Aws;

/// <summary>
/// A record of the few tags that are asked about: each property is a text and holds the value of the tag whose key is its wire
/// name; null if the resource has no such tag. All other tags are skipped in the stream, for there are up to 50 on each of very
/// many resources.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TagSetAttribute : Attribute;
