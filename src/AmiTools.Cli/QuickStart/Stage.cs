using AmiTools.Cli.Clouds;
using AmiTools.Core;

namespace AmiTools.Cli.QuickStart;

/// <summary>What the story is played with: a cloud, the example's repository, and the way operations see both.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private Stage(RunningCloud cloud, Example example, Surroundings surroundings) => (Cloud, Example, Surroundings) = (cloud, example, surroundings);

    public RunningCloud Cloud { get; }

    public Example Example { get; }

    public Surroundings Surroundings { get; }

    public static async Task<Stage> BuildAsync(Session session)
    {
        var settings = new LocalCloudSettings { PendingDelay = TimeSpan.FromSeconds(1), Time = session.Host.Time };
        var cloud = await RunningCloud.StartAsync(settings, session.Cancel);
        try
        {
            var example = await Example.UnpackAsync(
                session.Host.Variables,
                folder => File.WriteAllText(Path.Combine(folder, "environments.yaml"), EnvironmentsFile.Text(cloud.Url, settings.Region, settings.Accounts)),
                session.Cancel);
            var variables = new Dictionary<string, string>(session.Host.Variables);
            foreach (var (name, value) in settings.Accounts.SelectMany(a => a.Variables)) variables[name] = value;
            var host = session.Host with { WorkingDirectory = example.Folder, Variables = variables };
            return new(cloud, example, Composition.SurroundingsOf(host));
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>What both accounts have, as the cloud lists it.</summary>
    public IReadOnlyList<Holding> Holdings() =>
        [.. Cloud.Settings.Accounts.SelectMany(a => Cloud.Holdings(a).Select(thing => new Holding(a.Name, a.Id, thing)))];

    public async ValueTask DisposeAsync()
    {
        Example.Dispose();
        await Cloud.DisposeAsync();
    }
}
