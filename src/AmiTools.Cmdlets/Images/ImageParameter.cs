using System.Management.Automation;

namespace AmiTools.Cmdlets.Images;

/// <summary>What a parameter that takes an image may be given.</summary>
internal static class ImageParameter
{
    /// <summary>The text of a string; the id of an object with an ImageId property, ours or of AWS Tools for PowerShell; the ids of a pair.</summary>
    public static IEnumerable<string> Read(IEnumerable<object> given)
    {
        foreach (var one in given)
        {
            var image = PSObject.AsPSObject(one);
            if (image.BaseObject is string text) yield return text;
            else if (image.BaseObject is AmiPair pair) foreach (var member in pair.Members) yield return member.ImageId;
            else yield return image.Properties["ImageId"]?.Value?.ToString()
                ?? throw new AmiToolsException("NotAnImage", FailureKind.InvalidInput, $"'{one}' ({image.BaseObject.GetType().Name}) is no image: expected an id, name@version, or an object with an ImageId property.", one);
        }
    }
}
