using System.Security.Cryptography;
using System.Text;
using AmiTools.LocalCloud.Http;
using AmiTools.LocalCloud.State;

namespace AmiTools.LocalCloud.Ec2;

internal static class KeyPairs
{
    public static readonly IReadOnlyDictionary<string, QueryAction> Actions = new Dictionary<string, QueryAction>
    {
        ["CreateKeyPair"] = Create,
        ["ImportKeyPair"] = Import,
        ["DescribeKeyPairs"] = Describe,
        ["DeleteKeyPair"] = Delete,
    };

    private static void Create(QueryCall call, XmlOut x)
    {
        using var rsa = RSA.Create(2048);
        var key = Add(call, rsa.ExportSubjectPublicKeyInfo(), OpenSshKey.Of(rsa));
        Write(x, key);
        x.Text("keyMaterial", rsa.ExportRSAPrivateKeyPem());
    }

    private static void Import(QueryCall call, XmlOut x)
    {
        var material = Convert.FromBase64String(call.Required("PublicKeyMaterial"));
        Write(x, Add(call, material, Encoding.UTF8.GetString(material).Trim()));
    }

    private static CloudKeyPair Add(QueryCall call, byte[] material, string publicKey)
    {
        var name = call.Required("KeyName");
        if (call.Own<CloudKeyPair>().Any(k => k.Name == name)) throw new CloudError("InvalidKeyPair.Duplicate", $"The keypair '{name}' already exists.");
        return call.WithTags(call.Region.Add(new CloudKeyPair
        {
            Id = RegionState.NewId("key"),
            OwnerId = call.Account,
            Created = call.Now,
            Name = name,
            PublicKey = publicKey,
            Fingerprint = string.Join(':', SHA1.HashData(material).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))),
        }), call.TagsFor("key-pair"));
    }

    private static void Describe(QueryCall call, XmlOut x)
    {
        var names = call.List("KeyName");
        var own = call.Own<CloudKeyPair>().ToArray();
        if (names.FirstOrDefault(n => !own.Any(k => k.Name == n)) is { } missing) throw new CloudError("InvalidKeyPair.NotFound", $"The key pair '{missing}' does not exist");
        var matches = Filters.Of(call, new Dictionary<string, Filters.Field<CloudKeyPair>>
        {
            ["key-name"] = k => [k.Name],
            ["key-pair-id"] = k => [k.Id],
            ["fingerprint"] = k => [k.Fingerprint],
        });
        x.Set("keySet", own.Where(k => (names.Count == 0 || names.Contains(k.Name)) && matches(k)), k =>
        {
            Write(x, k);
            if (call.Flag("IncludePublicKey")) x.Text("publicKey", k.PublicKey);
            x.Time("createTime", k.Created);
            x.Tags(k.Tags.Seen(call.Now));
        });
    }

    private static void Delete(QueryCall call, XmlOut x)
    {
        var (name, id) = (call.Text("KeyName"), call.Text("KeyPairId"));
        if (name is null && id is null) throw CloudError.Missing("KeyName");
        // EC2 succeeds also where there is no such key pair.
        if (call.Own<CloudKeyPair>().FirstOrDefault(k => id is null ? k.Name == name : k.Id == id) is { } key) call.Region.Remove(key);
        x.Flag("return", true);
    }

    private static void Write(XmlOut x, CloudKeyPair key)
    {
        x.Text("keyName", key.Name);
        x.Text("keyFingerprint", key.Fingerprint);
        x.Text("keyPairId", key.Id);
    }
}
