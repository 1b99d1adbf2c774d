using AmiTools.Aws;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;

namespace AmiTools.Core.UserData;

/// <summary>Checks user data where it is: a text, a file, an instance, a launch template's version.</summary>
public sealed class CheckUserData(Surroundings surroundings)
{
    private const string DefaultVersion = "$Default";

    /// <summary>A check for each place that has it: a template's name may be in several targets.</summary>
    /// <exception cref="AmiToolsException">The file can't be read, the instance or template is nowhere, or a target can't be asked.</exception>
    public async Task<IReadOnlyList<UserDataCheck>> RunAsync(UserDataCheckRequest request, IReporter reporter, CancellationToken cancel)
    {
        if (request.Text is { } text) return [UserDataRules.Check("text", UserDataBytes.OfText(text))];
        if (request.Path is { } path) return [UserDataRules.Check(path, UserDataBytes.OfFile(Bytes(path)))];
        if (request.InstanceId is null && request.LaunchTemplate is null) throw new AmiToolsException("NothingToCheck", FailureKind.InvalidInput, "There is nothing to check; give a text, a file, an instance or a launch template.");
        var estate = EstateFinder.Load(request.Targets, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        var checks = new List<UserDataCheck>();
        var asked = new List<string>();
        foreach (var target in EstateFinder.Choose(estate, request.Targets))
        {
            using var connection = await surroundings.Connector.ConnectAsync(target, reporter, cancel).ConfigureAwait(false);
            var place = $"{target.Name} (account {connection.AccountId}, {connection.Region})";
            asked.Add(place);
            try
            {
                var (name, base64) = request.InstanceId is { } id
                    ? (id, await OfInstanceAsync(connection.Aws, id, cancel).ConfigureAwait(false))
                    : await OfTemplateAsync(connection.Aws, request.LaunchTemplate!, request.LaunchTemplateVersion ?? DefaultVersion, cancel).ConfigureAwait(false);
                checks.Add(UserDataRules.Check($"{name} in {place}", UserDataBytes.OfBase64(base64)));
            }
            catch (AwsException e) when (e.Code.Contains("NotFound"))
            {
                // It may be in the next target.
            }
            catch (AwsException e)
            {
                throw new AmiToolsException("LookupFailed", AwsFailure.KindOf(e), $"The user data of {request.InstanceId ?? request.LaunchTemplate} can't be read in {place}: {e.Message}", request.InstanceId ?? request.LaunchTemplate, e);
            }
        }
        if (checks.Count > 0) return checks;
        var what = request.InstanceId is { } instance ? $"instance {instance}" : $"launch template {request.LaunchTemplate} with a version {request.LaunchTemplateVersion ?? DefaultVersion}";
        throw new AmiToolsException("UserDataNotFound", FailureKind.NotFound, $"There is no {what} in {string.Join(", ", asked)}.", request.InstanceId ?? request.LaunchTemplate);
    }

    private byte[] Bytes(string path)
    {
        var full = Path.Combine(surroundings.WorkingDirectory, path);
        if (Directory.Exists(full)) throw new AmiToolsException("FileUnreadable", FailureKind.InvalidInput, $"{full} is a folder; expected a file with user data.", path);
        try
        {
            if (new FileInfo(full) is { Exists: true, Length: > TextFile.Largest }) throw new AmiToolsException("FileTooLarge", FailureKind.InvalidInput, $"{full} is larger than {TextFile.Largest / 1024 / 1024} MB; user data has at most {UserDataKeys.MostBytes} bytes.", path);
            return File.ReadAllBytes(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AmiToolsException("FileUnreadable", e is FileNotFoundException or DirectoryNotFoundException ? FailureKind.NotFound : FailureKind.InvalidInput, $"{full} can't be read: {e.Message}", path, e);
        }
    }

    private static async Task<string> OfInstanceAsync(IAws aws, string id, CancellationToken cancel) =>
        (await aws.SendAsync(new DescribeInstanceAttribute { InstanceId = id, Attribute = "userData" }, cancel).ConfigureAwait(false)).UserData?.Value ?? "";

    private static async Task<(string Name, string Base64)> OfTemplateAsync(IAws aws, string template, string version, CancellationToken cancel)
    {
        var isId = template.StartsWith("lt-", StringComparison.Ordinal);
        var page = await aws.SendAsync(new DescribeLaunchTemplateVersions { LaunchTemplateId = isId ? template : null, LaunchTemplateName = isId ? null : template, Versions = [version] }, cancel).ConfigureAwait(false);
        var found = page.Items.Count > 0 ? page.Items[0] : null;
        return ($"{found?.LaunchTemplateName ?? template} version {found?.VersionNumber.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? version}", found?.Data?.UserData ?? "");
    }
}
