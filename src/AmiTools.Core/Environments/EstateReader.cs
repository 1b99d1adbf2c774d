using System.Globalization;
using System.Text.RegularExpressions;
using AmiTools.Core.Definitions;

namespace AmiTools.Core.Environments;

/// <summary>Reads <c>environments.yaml</c> or <c>.json</c>. All problems are found at once; a literal key is refused.</summary>
public static class EstateReader
{
    private static readonly Regex name = new("^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\z", RegexOptions.CultureInvariant);
    private static readonly Regex account = new("^[0-9]{12}\\z", RegexOptions.CultureInvariant);
    private static readonly Regex region = new("^[a-z]{2}(-[a-z]+)+-[0-9]\\z", RegexOptions.CultureInvariant);
    private static readonly Regex flag = new("^(true|false)\\z", RegexOptions.CultureInvariant);
    private static readonly Regex role = new(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+\z", RegexOptions.CultureInvariant);
    private static readonly Regex prefix = new("^[A-Za-z_][A-Za-z0-9_]{0,99}\\z", RegexOptions.CultureInvariant);
    private static readonly Regex sessionName = new(@"^[\w+=,.@-]{2,64}\z", RegexOptions.CultureInvariant);
    private static readonly Regex duration = new("^([0-9]{1,5})(s|m|h)\\z", RegexOptions.CultureInvariant);
    private static readonly Regex anyText = new(@"^\P{Cc}*[^\s\p{Cc}]\P{Cc}*\z", RegexOptions.CultureInvariant);
    private static readonly Regex parameterName = new(@"^[A-Za-z0-9_.\-/]{1,1011}\z", RegexOptions.CultureInvariant);
    private static readonly Regex looksLikeSecret = new(@"^[A-Za-z0-9/+]{40}\z", RegexOptions.CultureInvariant);

    /// <exception cref="ProblemsFoundException">EnvironmentsFileInvalid.</exception>
    public static Estate Read(string path)
    {
        var problems = new List<Problem>();
        Estate? estate = null;
        try
        {
            var node = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonDocumentReader.Read(path) : YamlDocumentReader.Read(path);
            estate = new Reading(path, problems).Estate(node);
        }
        catch (DocumentException e)
        {
            problems.Add(e.Problem);
        }
        return problems.Count == 0 ? estate! : throw new ProblemsFoundException("EnvironmentsFileInvalid", $"{path} has {Counted.Of(problems.Count, "problem")}:", problems, path);
    }

    private sealed class Reading(string path, List<Problem> problems)
    {
        public Estate? Estate(DocumentNode node)
        {
            if (Map(node, "the file", "targets", "environments", "releaseBranches", "networkParameters") is not { } root) return null;
            LookForSecrets(node, "");
            var targets = Items(root, "targets").Select(Target).OfType<AmiTarget>().ToArray();
            if (root["targets"] is null or ScalarNode { Text: null } or ListNode { Items.Count: 0 }) Add("TargetsMissing", $"{(root.Members.Count == 0 ? "the file is empty" : "there are no targets")}; expected a list 'targets' with at least one.", root.Line);
            Duplicates(root, "targets", "target");
            var environments = Items(root, "environments").Select(e => Environment(e, targets)).OfType<AmiEnvironment>().ToArray();
            Duplicates(root, "environments", "environment");
            return new()
            {
                File = path,
                Targets = targets,
                Environments = environments.Length > 0 ? environments : [.. targets.Select(t => new AmiEnvironment(t.Name, t.Name))],
                ReleaseBranches = [.. Items(root, "releaseBranches").Select(Branch).OfType<string>()],
                NetworkParameters = root["networkParameters"] is null ? null : [.. Items(root, "networkParameters").Select(NetworkParameter).OfType<string>()],
            };
        }

        private string? Branch(DocumentNode node)
        {
            if (node is ScalarNode { Text: { Length: > 0 } text }) return text;
            Add("ValueInvalid", "a release branch must be text, such as main or hotfix/*.", node.Line);
            return null;
        }

        private string? NetworkParameter(DocumentNode node)
        {
            if (node is ScalarNode { Text: { Length: > 0 } text }) return text;
            Add("ValueInvalid", "a network parameter must be the name of a parameter, such as subnet_id.", node.Line);
            return null;
        }

        private AmiTarget? Target(DocumentNode node)
        {
            if (Map(node, "a target", "name", "account", "region", "endpoint", "credentials") is not { } map) return null;
            if (string.Equals(map.Text("name"), "default", StringComparison.OrdinalIgnoreCase)) Add("TargetNameReserved", "a target can't be called 'default': conf/default holds the values of all targets. Choose another name.", map["name"]!.Line);
            return new()
            {
                Name = Matching(map, "name", name, "letters, digits, dashes and underscores, at most 40", required: true) ?? "?",
                AccountId = Matching(map, "account", account, "12 digits, in quotes"),
                Region = Matching(map, "region", region, "a Region such as eu-west-1"),
                EndpointUrl = Endpoint(map),
                Credentials = map["credentials"] is { } credentials ? Credentials(credentials) : new(),
            };
        }

        private CredentialSource Credentials(DocumentNode node)
        {
            if (Map(node, "credentials", "profile", "environmentPrefix", "instanceRole", "roles") is not { } map) return new();
            var ways = map.Members.Where(m => m.Key is "profile" or "environmentPrefix" or "instanceRole").ToArray();
            if (ways.Length > 1) Add("CredentialsAmbiguous", $"{string.Join(" and ", ways.Select(w => $"'{w.Key}'"))} are both there; keep one.", ways[1].Line);
            return new()
            {
                Profile = Matching(map, "profile", anyText, "the name of a profile"),
                EnvironmentPrefix = Matching(map, "environmentPrefix", prefix, "the beginning of an environment variable's name"),
                InstanceRole = Matching(map, "instanceRole", flag, "true or false") == "true",
                Roles = [.. Items(map, "roles").Select(Role).OfType<AssumedRole>()],
            };
        }

        private AssumedRole? Role(DocumentNode node)
        {
            if (Map(node, "a role", "roleArn", "externalId", "sessionName", "duration") is not { } map) return null;
            return new()
            {
                RoleArn = Matching(map, "roleArn", role, "arn:aws:iam::ACCOUNT:role/NAME", required: true) ?? "?",
                ExternalId = Matching(map, "externalId", anyText, "the external id as text"),
                SessionName = Matching(map, "sessionName", sessionName, "2 to 64 of letters, digits and _+=,.@-"),
                Duration = Duration(map),
            };
        }

        private TimeSpan? Duration(MapNode map)
        {
            if (Text(map, "duration") is not { } text) return null;
            var match = duration.Match(text);
            var value = match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
            var time = match.Groups[2].Value switch { "h" => TimeSpan.FromHours(value), "m" => TimeSpan.FromMinutes(value), _ => TimeSpan.FromSeconds(value) };
            if (time >= TimeSpan.FromMinutes(15) && time <= TimeSpan.FromHours(12)) return time;
            Add("DurationInvalid", $"'{Harmless("duration", text)}' is no duration from 15m to 12h.", map["duration"]!.Line);
            return null;
        }

        private AmiEnvironment? Environment(DocumentNode node, IReadOnlyList<AmiTarget> targets)
        {
            if (Map(node, "an environment", "name", "target", "references") is not { } map) return null;
            var own = Matching(map, "name", name, "letters, digits, dashes and underscores, at most 40", required: true);
            IReadOnlyList<ReferenceSource> references = [.. Items(map, "references").Select(Reference).OfType<ReferenceSource>()];
            if (Text(map, "target") is not { } target)
            {
                if (map["target"] is null) Add("KeyMissing", "an environment needs a 'target'.", map.Line);
            }
            else if (targets.Any(t => t.Name == target)) return own is null ? null : references.Count == 0 ? new(own, target) : new(own, target) { References = references };
            else Add("UnknownTarget", $"there is no target '{Harmless("target", target)}'.{Nearest.Hint(target, [.. targets.Select(t => t.Name)])}", map["target"]!.Line);
            return null;
        }

        private ReferenceSource? Reference(DocumentNode node)
        {
            if (Map(node, "a reference", "file", "parameter", "image") is not { } map) return null;
            var (file, parameter) = (Matching(map, "file", anyText, "a path, relative to this file"), Matching(map, "parameter", parameterName, "a parameter's name, such as /web/ami"));
            if (map["file"] is null == map["parameter"] is null) Add("ReferenceAmbiguous", "a reference needs a 'file' or a 'parameter', and not both.", map.Line);
            return new() { File = file, Parameter = parameter, Image = Matching(map, "image", anyText, "the name of an image definition"), Line = map.Line };
        }

        private Uri? Endpoint(MapNode map)
        {
            if (Text(map, "endpoint") is not { } text) return null;
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0) return uri;
            Add("EndpointInvalid", $"'{Harmless("endpoint", uri?.UserInfo.Length > 0 ? text.Replace(uri.UserInfo, "***") : text)}' is no http or https address without user and password.", map["endpoint"]!.Line);
            return null;
        }

        private MapNode? Map(DocumentNode node, string what, params string[] known)
        {
            if (node is not MapNode map)
            {
                Add("EnvironmentsFileInvalid", $"expected {what} with the keys {string.Join(", ", known)}.", node.Line);
                return null;
            }
            foreach (var member in map.Members)
                if (!known.Contains(member.Key) && !IsSecretName(member.Key)) Add("UnknownKey", $"{what} has no '{Shown.Name(member.Key)}'.{Nearest.Hint(member.Key, known)}", member.Line);
            return map;
        }

        private IReadOnlyList<DocumentNode> Items(MapNode map, string key)
        {
            if (map[key] is not { } node || node is ScalarNode { Text: null }) return [];
            if (node is ListNode list) return list.Items;
            Add("EnvironmentsFileInvalid", $"'{key}' must be a list.", node.Line);
            return [];
        }

        private string? Matching(MapNode map, string key, Regex form, string expected, bool required = false)
        {
            if (Text(map, key) is not { } text)
            {
                if (required && map[key] is null) Add("KeyMissing", $"'{key}' is missing; expected {expected}.", map.Line);
                return null;
            }
            if (form.IsMatch(text)) return text;
            if (!IsSecret(key, text)) Add("ValueInvalid", $"'{key}' is '{Harmless(key, text)}'; expected {expected}.", map[key]!.Line);
            return null;
        }

        /// <summary>The text of a member; what is there and is no text must not pass for something left out.</summary>
        private string? Text(MapNode map, string key)
        {
            if (map[key] is not { } value) return null;
            if (value is ScalarNode { Text: { } text }) return text;
            Add("ValueInvalid", value is ScalarNode ? $"'{key}' has no value; give one, or leave the key out." : $"'{key}' must be text.", value.Line);
            return null;
        }

        /// <summary>A value as a message may show it.</summary>
        private static string Harmless(string key, string text) => IsSecret(key, text) ? "***" : Shown.Name(text);

        private static bool IsSecret(string key, string text) => IsSecretName(key) || LiteralSecret.In(key, text) is not null || (key != "externalId" && looksLikeSecret.IsMatch(text));

        private void LookForSecrets(DocumentNode node, string key)
        {
            switch (node)
            {
                case MapNode map:
                    foreach (var member in map.Members) LookForSecrets(member.Value, member.Key);
                    break;
                case ListNode list:
                    foreach (var item in list.Items) LookForSecrets(item, key);
                    break;
                case ScalarNode { Text: { Length: > 0 } text } when IsSecret(key, text):
                    Add("LiteralSecret", $"'{key}' holds a credential. It never stands in a file: name a profile or a prefix of environment variables, and take this key out of use, since it may be in the history.", node.Line);
                    break;
            }
        }

        private static bool IsSecretName(string key) => LiteralSecret.In(key.Replace("-", "_"), "x") is not null;

        private void Duplicates(MapNode root, string key, string what)
        {
            if (root[key] is not ListNode list) return;
            var named = list.Items.OfType<MapNode>().Where(m => m.Text("name") is { Length: > 0 });
            foreach (var twice in named.GroupBy(m => m.Text("name")!, StringComparer.OrdinalIgnoreCase))
                foreach (var again in twice.Skip(1)) Add("DuplicateKey", $"the {what} '{Shown.Name(again.Text("name"))}' is there a second time; the first is in line {twice.First()["name"]!.Line}.", again["name"]!.Line);
        }

        private void Add(string id, string message, int line) => problems.Add(new(id, message, path, line));
    }
}
