using AmiTools.Core.Definitions;

namespace AmiTools.Core.UserData;

/// <summary>Holds a document against the rules; a pure function of its text.</summary>
internal static class UserDataRules
{
    public static UserDataCheck Check(string source, UserDataBytes data)
    {
        var problems = new List<Problem>();
        var root = Parse(source, data, problems) as MapNode;
        if (data.ByteCount > UserDataKeys.MostBytes) problems.Add(new("UserDataTooLarge", $"it has {data.ByteCount} bytes; EC2 takes at most {UserDataKeys.MostBytes} before base64. Put what is large into Parameter Store and name its path as '{UserDataKeys.ParameterPath}'.", source));
        if (root is not null) Document(source, root, problems);
        return new()
        {
            Source = source,
            ByteCount = data.ByteCount,
            Environment = root?.Text(UserDataKeys.Environment),
            Service = root?.Text(UserDataKeys.Service),
            Problems = [.. problems.OrderBy(p => p.Line ?? 0)],
        };
    }

    private static DocumentNode? Parse(string source, UserDataBytes data, List<Problem> problems)
    {
        if (data.Problem is { } wrong)
        {
            problems.Add(wrong with { File = source });
            return null;
        }
        try
        {
            var node = JsonDocumentReader.Parse(source, data.Text!);
            if (node is not MapNode) problems.Add(new("UserDataInvalid", $"expected a JSON object such as {{\"environment\": \"production\"}}; found {(node is ListNode ? "a list" : "a single value")}.", source, node.Line));
            return node;
        }
        catch (DocumentException e)
        {
            problems.Add(e.Problem.Id == "JsonInvalid" ? e.Problem with { Id = "UserDataNotJson" } : e.Problem);
            return null;
        }
    }

    private static void Document(string source, MapNode root, List<Problem> problems)
    {
        foreach (var member in root.Members)
        {
            if (UserDataKeys.Texts.TryGetValue(member.Key, out var rule))
            {
                if (member.Value is not ScalarNode { IsString: true, Text: { } text }) Add("UserDataValueInvalid", $"'{member.Key}' must be text: {rule.Expected}.", member.Line);
                else if (!rule.Form.IsMatch(text)) Add("UserDataValueInvalid", $"'{member.Key}' is '{Shown.Name(text)}'; expected {rule.Expected}.", member.Line);
            }
            else if (member.Key != UserDataKeys.Extra) Add("UnknownKey", $"there is no key '{Shown.Name(member.Key)}' at the top.{Nearest.Hint(member.Key, UserDataKeys.All)} What is your own belongs into '{UserDataKeys.Extra}'.", member.Line);
            else if (member.Value is not MapNode) Add("UserDataValueInvalid", $"'{UserDataKeys.Extra}' must be an object of names and values.", member.Line);
        }
        if (root[UserDataKeys.Environment] is null) Add("EnvironmentMissing", $"'{UserDataKeys.Environment}' is missing; an instance has to know where it is, such as \"{UserDataKeys.Environment}\": \"production\".", root.Line);
        LookForSecrets(root, "", "");

        void LookForSecrets(DocumentNode node, string key, string place)
        {
            switch (node)
            {
                case MapNode map:
                    foreach (var member in map.Members) LookForSecrets(member.Value, member.Key, place.Length == 0 ? member.Key : $"{place}.{member.Key}");
                    break;
                case ListNode list:
                    for (var i = 0; i < list.Items.Count; i++) LookForSecrets(list.Items[i], key, $"{place}[{i}]");
                    break;
                case ScalarNode { IsString: true, Text: { } text } when SecretLooking.Why(key, text) is { } why:
                    Add("UserDataSecret", $"'{Shown.Name(place)}' looks like a secret: {why}. User data can be read by everybody who may describe the instance; put the secret into Parameter Store and name its path as '{UserDataKeys.ParameterPath}'.", node.Line);
                    break;
            }
        }

        void Add(string id, string message, int line) => problems.Add(new(id, message, source, line));
    }
}
