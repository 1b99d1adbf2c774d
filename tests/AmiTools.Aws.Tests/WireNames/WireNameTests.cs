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
    private static readonly Lazy<WireModel> newer = new(() => WireModel.JavaScript(JavaScript.Run("shapes.mjs")));
    private static readonly Dictionary<string, Lazy<WireModel>> models = new()
    {
        ["EC2"] = new(() => WireModel.Botocore(Path.Combine(botocore.Value, "data/ec2/2016-11-15/service-2.json"))),
        ["SSM"] = new(() => WireModel.Botocore(Path.Combine(botocore.Value, "data/ssm/2014-11-06/service-2.json"))),
        ["STS"] = new(() => WireModel.Botocore(Path.Combine(botocore.Value, "data/sts/2011-06-15/service-2.json"))),
    };

    public static TheoryData<string> Actions => [.. Operations().Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void The_operations_are_found() => Operations().Count.ShouldBeGreaterThanOrEqualTo(25);

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_parameter_is_one_of_AWSs(string action)
    {
        var type = Operations()[action];
        var (service, model) = ModelOf(type);
        model.Knows(action).ShouldBeTrue($"{service} has no action {action}");
        Unknown(type, model, model.Operation(action).Input, action + "Request", service, request: true, []).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_member_of_a_result_is_one_of_AWSs(string action)
    {
        var type = Operations()[action];
        var (service, model) = ModelOf(type);
        var result = type.BaseType!.GetGenericArguments()[0];
        if (result == typeof(Done)) return;
        Unknown(result, model, model.Operation(action).Output, action + "Result", service, request: false, []).ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_name_is_found()
    {
        var (service, model) = ModelOf(typeof(DescribeImages));
        Unknown(typeof(WrongRequest), model, model.Operation("DescribeImages").Input, "DescribeImagesRequest", service, request: true, []).ShouldBe(["WrongRequest.ImageIdentifier -> ImageIdentifier", "Filter.Name -> Nam"], ignoreOrder: true);
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

    private static (string Service, WireModel Model) ModelOf(Type operation)
    {
        var service = operation.BaseType!.Name.Split('`')[0].ToUpperInvariant();
        return (service, models[service].Value);
    }

    private static List<string> Unknown(Type type, WireModel model, string? structure, string newerStructure, string service, bool request, HashSet<Type> seen)
    {
        var wrong = new List<string>();
        if (!seen.Add(type)) return wrong;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var given = property.GetCustomAttribute<WireAttribute>()?.Name ?? property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;
            var name = !request && service != "SSM" && property.GetCustomAttribute<WireAttribute>() is null ? char.ToLowerInvariant(given[0]) + given[1..] : given;
            var member = request ? model.Request(structure, name) : model.Response(structure, name);
            // A name that Debian's model does not know yet is looked up in the newer one.
            var newMember = member is null && service == "EC2" ? request ? newer.Value.Request(newerStructure, name) : newer.Value.Response(newerStructure, name) : null;
            if (member is null && newMember is null)
            {
                wrong.Add($"{(type == typeof(WrongFilter) ? "Filter" : type.Name)}.{property.Name} -> {name}");
                continue;
            }
            var inner = Item(property.PropertyType);
            if (inner.Assembly != typeof(IAws).Assembly && inner.DeclaringType != typeof(WireNameTests)) continue;
            var next = member?.Structure ?? newMember!.Structure;
            wrong.AddRange(Unknown(inner, model, next, next ?? "", service, request, [.. seen]));
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
