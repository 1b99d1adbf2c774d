using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Serialization;
using AmiTools.Tests;

namespace AmiTools.Aws.Tests.WireNames;

/// <summary>Every name that we put on the wire, or read from it, against models that were not written here.</summary>
public sealed class WireNameTests
{
    private static readonly Lazy<string> botocore = new(() => Python("import botocore, os; print(os.path.dirname(botocore.__file__))").Trim());
    private static readonly Dictionary<string, Lazy<WireModel>> models = new()
    {
        ["EC2"] = new(() => WireModel.Botocore(Path.Combine(botocore.Value, "data/ec2/2016-11-15/service-2.json"))),
        ["SSM"] = new(() => WireModel.Botocore(Path.Combine(botocore.Value, "data/ssm/2014-11-06/service-2.json"))),
        ["KMS"] = new(() => WireModel.Botocore(Path.Combine(botocore.Value, "data/kms/2014-11-01/service-2.json"))),
        ["STS"] = new(() => WireModel.Botocore(Path.Combine(botocore.Value, "data/sts/2011-06-15/service-2.json"))),
        ["AUTOSCALING"] = new(() => WireModel.Botocore(Path.Combine(botocore.Value, "data/autoscaling/2011-01-01/service-2.json"))),
    };

    /// <summary>For what Debian's models do not know yet.</summary>
    private static readonly Dictionary<string, Lazy<WireModel>> newer = new()
    {
        ["EC2"] = new(() => WireModel.JavaScript(JavaScript.Run("shapes.mjs", null, "client-ec2"))),
        ["AUTOSCALING"] = new(() => WireModel.JavaScript(JavaScript.Run("shapes.mjs", null, "client-auto-scaling"))),
    };

    public static TheoryData<string> Actions => [.. Operations().Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void The_operations_are_found() => Operations().Count.ShouldBeGreaterThanOrEqualTo(55);

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_parameter_is_one_of_AWSs(string action)
    {
        var type = Operations()[action];
        Unknown(type, ServiceOf(type), action, request: true).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_member_of_a_result_is_one_of_AWSs(string action)
    {
        var type = Operations()[action];
        var result = type.BaseType!.GetGenericArguments()[0];
        if (result == typeof(Done)) return;
        Unknown(result, ServiceOf(type), action, request: false).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(BulkImagePage<SomeTags>), "EC2", "DescribeImages")]
    [InlineData(typeof(BulkImageInFullPage<SomeTags>), "EC2", "DescribeImages")]
    [InlineData(typeof(ImageIdPage), "EC2", "DescribeImages")]
    [InlineData(typeof(BulkReservationPage), "EC2", "DescribeInstances")]
    public void Every_member_of_a_shortened_answer_is_one_of_AWSs(Type result, string service, string action) => Unknown(result, service, action, request: false).ShouldBeEmpty();

    [Fact]
    public void Every_page_is_checked()
    {
        var results = Operations().Values.Select(o => o.BaseType!.GetGenericArguments()[0]);
        var shortened = typeof(WireNameTests).GetMethod(nameof(Every_member_of_a_shortened_answer_is_one_of_AWSs))!.GetCustomAttributesData().Where(a => a.AttributeType == typeof(InlineDataAttribute)).Select(a => (Type)((IReadOnlyList<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!).Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t);
        typeof(IAws).Assembly.GetTypes().Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPage<>))).Except(results).ShouldBe(shortened, ignoreOrder: true);
    }

    [Fact]
    public void A_wrong_name_is_found() =>
        Unknown(typeof(WrongRequest), "EC2", "DescribeImages", request: true).ShouldBe(["WrongRequest.ImageIdentifier -> ImageIdentifier", "WrongFilter.Name -> Nam"], ignoreOrder: true);

    [Fact]
    public void A_wrong_name_in_a_newer_action_is_found() =>
        Unknown(typeof(WrongRequest), "EC2", "DescribeInstanceImageMetadata", request: true).ShouldBe(["WrongRequest.ImageIdentifier -> ImageIdentifier", "WrongFilter.Name -> Nam"], ignoreOrder: true);

    [Fact]
    public void A_wrong_name_in_a_result_of_Auto_Scaling_is_found() =>
        Unknown(typeof(WrongPage), "AUTOSCALING", "DescribeAutoScalingGroups", request: false).ShouldBe(["WrongGroup.AutoScalingGroupArn -> AutoScalingGroupArn"]);

    [Fact]
    public void An_action_that_nobody_knows_is_found() =>
        Should.Throw<KeyNotFoundException>(() => Unknown(typeof(WrongRequest), "EC2", "DescribeImage", request: true)).Message.ShouldContain("EC2 has no action DescribeImage");

    /// <summary>Keys of tags are nobody's names but those who tag.</summary>
    [TagSet]
    private sealed record SomeTags
    {
        public string? Anything { get; init; }
    }

    private sealed record WrongPage
    {
        [Wire("AutoScalingGroups")] public IReadOnlyList<WrongGroup> Items { get; init; } = [];
    }

    private sealed record WrongGroup
    {
        public string? AutoScalingGroupArn { get; init; }
    }

    private sealed record WrongRequest
    {
        public string? ImageIdentifier { get; init; }
        [Wire("Filter")] public IReadOnlyList<WrongFilter>? Filters { get; init; }
    }

    private sealed record WrongFilter
    {
        [Wire("Nam")] public string? Name { get; init; }
    }

    private static Dictionary<string, Type> Operations() =>
        typeof(IAws).Assembly.GetTypes().Where(t => !t.IsAbstract && t.BaseType is { IsGenericType: true } b && b.BaseType is { IsGenericType: true } bb && bb.GetGenericTypeDefinition() == typeof(Operation<>)).ToDictionary(t => t.Name, StringComparer.Ordinal);

    private static string ServiceOf(Type operation) => operation.BaseType!.Name.Split('`')[0].ToUpperInvariant();

    /// <summary>The names of a request or a result that are not AWS's.</summary>
    private static List<string> Unknown(Type type, string service, string action, bool request)
    {
        var known = new[] { models[service].Value, newer.GetValueOrDefault(service)?.Value }.OfType<WireModel>().Where(m => m.Knows(action)).ToArray();
        if (known.Length == 0) throw new KeyNotFoundException($"{service} has no action {action}");
        var structures = known.Select(m => (m, request ? m.Operation(action).Input : m.Operation(action).Output)).ToArray();
        return Unknown(type, structures, service, request, []);
    }

    private static List<string> Unknown(Type type, IReadOnlyList<(WireModel Model, string? Structure)> structures, string service, bool request, HashSet<Type> seen)
    {
        var wrong = new List<string>();
        if (!seen.Add(type)) return wrong;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var given = property.GetCustomAttribute<WireAttribute>()?.Name ?? property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;
            var name = !request && service is not ("SSM" or "KMS" or "AUTOSCALING") && property.GetCustomAttribute<WireAttribute>() is null ? char.ToLowerInvariant(given[0]) + given[1..] : given;
            // Debian's model and the newer one; a name is AWS's when one of them has it.
            var found = structures.Select(s => (s.Model, Member: request ? s.Model.Request(s.Structure, name) : s.Model.Response(s.Structure, name))).Where(f => f.Member is not null).ToArray();
            if (found.Length == 0)
            {
                wrong.Add($"{type.Name}.{property.Name} -> {name}");
                continue;
            }
            var inner = Item(property.PropertyType);
            if (inner.IsDefined(typeof(TagSetAttribute))) continue;
            if (inner.Assembly != typeof(IAws).Assembly && inner.DeclaringType != typeof(WireNameTests)) continue;
            wrong.AddRange(Unknown(inner, [.. found.Select(f => (f.Model, f.Member!.Structure))], service, request, [.. seen]));
        }
        return wrong;
    }

    private static Type Item(Type type) => type == typeof(string) ? type
        : type.IsArray ? type.GetElementType()!
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0]
        : Nullable.GetUnderlyingType(type) ?? type;

    private static string Python(string code)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", code]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
