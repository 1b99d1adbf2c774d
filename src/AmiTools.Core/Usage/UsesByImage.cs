using System.Collections.ObjectModel;

namespace AmiTools.Core.Usage;

/// <summary>The uses of one Region by image. A lookup has several objects for each image; here it is the list that the result holds.</summary>
internal sealed class UsesByImage
{
    private readonly Dictionary<string, int> places;
    private readonly IReadOnlyList<ImageUse>[] lists;

    public UsesByImage(IReadOnlyList<IReadOnlyList<ImageUse>> answers)
    {
        var total = answers.Sum(a => a.Count);
        var (counts, placeOfUse) = (new List<int>(total), new int[total]);
        places = new(total, StringComparer.Ordinal);
        var number = 0;
        foreach (var uses in answers)
        {
            foreach (var use in uses)
            {
                if (!places.TryGetValue(use.ImageId, out var place))
                {
                    places[use.ImageId] = place = counts.Count;
                    counts.Add(0);
                }
                counts[place]++;
                placeOfUse[number++] = place;
            }
        }
        lists = Fill(answers, [.. counts], placeOfUse);
    }

    public IReadOnlyList<ImageUse> Of(string imageId) => places.TryGetValue(imageId, out var place) ? lists[place] : [];

    private static IReadOnlyList<ImageUse>[] Fill(IReadOnlyList<IReadOnlyList<ImageUse>> answers, int[] counts, int[] placeOfUse)
    {
        var filled = Array.ConvertAll(counts, count => new ImageUse[count]);
        var number = 0;
        foreach (var uses in answers)
        {
            foreach (var use in uses)
            {
                var place = placeOfUse[number++];
                filled[place][filled[place].Length - counts[place]--] = use;
            }
        }
        return Array.ConvertAll(filled, list => new ReadOnlyCollection<ImageUse>(list));
    }
}
