namespace AmiTools.LocalCloud.Http;

/// <summary>
/// Answers of reads, given again to the same question until anything changes: for benchmarks, so that what is measured is
/// the client and not the rendering of pages. Used under the cloud's lock.
/// </summary>
internal sealed class AnswerCache
{
    private readonly Dictionary<(string Account, string Region, string Service, string Question), Answer> answers = [];

    public Answer? Find(string account, string region, string service, byte[] body) => answers.GetValueOrDefault((account, region, service, Question(body)));

    public void Keep(string account, string region, string service, byte[] body, Answer answer) => answers[(account, region, service, Question(body))] = answer;

    public void Forget() => answers.Clear();

    private static string Question(byte[] body) => System.Text.Encoding.UTF8.GetString(body);
}
