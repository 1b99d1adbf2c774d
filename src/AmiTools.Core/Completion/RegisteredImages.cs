using AmiTools.Aws;
using AmiTools.Core.Environments;
using AmiTools.Core.Images;

namespace AmiTools.Core.Completion;

/// <summary>The registered images of the chosen targets, page by page, so that what came in time is there.</summary>
internal static class RegisteredImages
{
    public static Task EachAsync(Surroundings surroundings, TargetSelection selection, IReadOnlyList<Filter> filters, Action<AmiTarget, Ami> seen, CancellationToken cancel)
    {
        var estate = EstateFinder.Load(selection, surroundings.WorkingDirectory, surroundings.WorkingDirectory);
        return Task.WhenAll(EstateFinder.Choose(estate, selection).Select(async target =>
        {
            using var connection = await surroundings.Connector.ConnectAsync(target, SilentReporter.Instance, cancel).ConfigureAwait(false);
            await foreach (var page in new ImageCatalog(connection).PagesAsync(filters, cancel).ConfigureAwait(false))
            {
                // One that is late must not add to what has been handed out.
                cancel.ThrowIfCancellationRequested();
                foreach (var image in page) seen(target, image);
            }
        }));
    }
}
