using System;
using System.Collections;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using AmiTools.Core;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.DesktopSmoke;

/// <summary>In a class of its own, since the types of Core can be found only after the import.</summary>
internal static class Work
{
    public static async Task RunAsync(string environments, string definition)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        var surroundings = new Surroundings { Variables = variables, WorkingDirectory = environments, Connector = new TargetConnector(variables) };
        var targets = new TargetSelection { Path = environments };

        // YAML, HCL or JSON, and .conf files.
        var parameters = await new ListParameters(surroundings).RunAsync(new() { Definitions = new() { Path = definition }, Targets = targets }, SilentReporter.Instance, CancellationToken.None);
        foreach (var parameter in parameters.Where(p => p.DiffersBetweenTargets)) Console.WriteLine($"parameter: {parameter.Target} {parameter.Name}={parameter.Value}");

        // Signed requests over HTTP, XML answers.
        var images = await new FindImages(surroundings).RunAsync(new() { Targets = targets, Name = "web-server" }, SilentReporter.Instance, CancellationToken.None);
        foreach (var image in images) Console.WriteLine($"image: {image.Target} {image.Name} {image.Version} {image.ImageId}");
    }
}
