using System.Globalization;
using AmiTools.Aws;
using AmiTools.Core.Journal;
using AmiTools.Core.Usage;

namespace AmiTools.Core.Cleanup;

/// <summary>
/// How many images were in use at the last run: in Parameter Store of each place, or all together in a file. A set that has
/// shrunk to less than half is a sign that something has stopped telling.
/// </summary>
internal sealed class UsedCount(string? given, string workingDirectory)
{
    private const string Parameter = "/amitools/cleanup/used";
    private readonly string? path = given is null ? null : Path.GetFullPath(Path.Combine(workingDirectory, given));

    /// <summary>This run's numbers beside the last one's.</summary>
    /// <exception cref="AmiToolsException">The last one's can't be read, or is no number.</exception>
    public async Task<IReadOnlyList<UsedNumbers>> CompareAsync(IReadOnlyList<(OpenPlace Place, int Used)> now, CancellationToken cancel)
    {
        if (path is not null) return [new("all targets together", now.Sum(n => n.Used), File.Exists(path) ? Number(ReadFile(path), path) : null)];
        return await Task.WhenAll(now.Select(async n => new UsedNumbers(Where(n.Place), n.Used, await ReadAsync(n.Place, cancel).ConfigureAwait(false)))).ConfigureAwait(false);
    }

    /// <summary>Keeps this run's numbers, where they differ.</summary>
    public async Task WriteAsync(IReadOnlyList<(OpenPlace Place, int Used)> now, IReadOnlyList<UsedNumbers> compared, CancellationToken cancel)
    {
        if (path is not null)
        {
            WriteFile(path, Text(now.Sum(n => n.Used)) + Environment.NewLine);
            return;
        }
        foreach (var (place, number) in now.Where(n => compared.Any(c => c.Where == Where(n.Place) && c.Before != n.Used)))
        {
            try
            {
                await place.Aws!.SendAsync(new PutParameter { Name = Parameter, Value = Text(number), Overwrite = true, Description = "AmiTools: images in use at the last cleanup" }, cancel).ConfigureAwait(false);
            }
            catch (AwsException e)
            {
                throw Failed(place, "kept", e);
            }
        }
    }

    private static string Where(OpenPlace place) => $"{place.Target.Name} (account {place.Place!.AccountId}, {place.Place.Region})";

    private static async Task<int?> ReadAsync(OpenPlace place, CancellationToken cancel)
    {
        try
        {
            var value = (await place.Aws!.SendAsync(new GetParameter { Name = Parameter }, cancel).ConfigureAwait(false)).Parameter.Value;
            return Number(value, $"The parameter {Parameter} of {Where(place)}");
        }
        catch (AwsException e) when (e.Code == "ParameterNotFound")
        {
            return null;
        }
        catch (AwsException e)
        {
            throw Failed(place, "read", e);
        }
    }

    private static AmiToolsException Failed(OpenPlace place, string done, AwsException e) => new("UsedCountUnknown", Environments.AwsFailure.KindOf(e),
        $"The number of images in use at the last run can't be {done} (parameter {Parameter} of {Where(place)}): {e.Message} Nothing was deleted. "
        + "Allow ssm:GetParameter and ssm:PutParameter on it, or keep the number in a file (-UsedCountPath, --used-count).", Parameter, e);

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("UsedCountUnknown", FailureKind.InvalidInput, $"The number of images in use at the last run can't be read from {path}: {e.Message} Nothing was deleted.", path, e);
        }
    }

    private static void WriteFile(string path, string text)
    {
        try
        {
            PrivateFile.Write(path + ".next", text);
            PrivateFile.Replace(path + ".next", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AmiToolsException("UsedCountUnknown", FailureKind.InvalidInput, $"The number of images in use can't be kept in {path}: {e.Message} Nothing was deleted.", path, e);
        }
    }

    private static int Number(string text, string where) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new AmiToolsException("UsedCountUnknown", FailureKind.InvalidInput, $"{where} holds '{Definitions.Shown.Name(text.Trim())}'; expected the number of images in use at the last run. Nothing was deleted. Remove it, if nobody knows what it was.", where);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
