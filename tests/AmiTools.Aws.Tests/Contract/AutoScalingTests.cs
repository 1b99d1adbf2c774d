namespace AmiTools.Aws.Tests.Contract;

/// <summary>Auto Scaling has the query protocol in the form that is not EC2's.</summary>
public sealed class AutoScalingTests
{
    [Fact]
    public async Task Lists_are_flattened_with_member_and_results_are_read_from_their_element()
    {
        const string Answer = """
            <DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
              <DescribeAutoScalingGroupsResult>
                <NextToken>more</NextToken>
                <AutoScalingGroups><member>
                  <AutoScalingGroupName>web</AutoScalingGroupName><DesiredCapacity>3</DesiredCapacity><CreatedTime>2026-01-02T03:04:05.678Z</CreatedTime>
                  <MixedInstancesPolicy><LaunchTemplate>
                    <LaunchTemplateSpecification><LaunchTemplateId>lt-1</LaunchTemplateId><Version>$Default</Version></LaunchTemplateSpecification>
                    <Overrides>
                      <member><InstanceType>t3.micro</InstanceType><LaunchTemplateSpecification><LaunchTemplateId>lt-2</LaunchTemplateId></LaunchTemplateSpecification></member>
                      <member><InstanceType>t3.small</InstanceType><ImageId>ami-1</ImageId></member>
                    </Overrides>
                  </LaunchTemplate></MixedInstancesPolicy>
                  <WarmPoolConfiguration><MinSize>1</MinSize><PoolState>Stopped</PoolState></WarmPoolConfiguration>
                  <Instances/>
                </member></AutoScalingGroups>
              </DescribeAutoScalingGroupsResult>
              <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
            </DescribeAutoScalingGroupsResponse>
            """;
        await using var server = new ScriptedAws((_, _) => new(200, Answer));
        using var aws = await server.OpenAsync();
        var page = await aws.SendAsync(new DescribeAutoScalingGroups { Names = ["web", "db"], MaxRecords = 100, IncludeInstances = false });

        var request = server.Requests.ShouldHaveSingleItem();
        request.SignatureIsRight.ShouldBeTrue();
        request.Headers["authorization"].ShouldContain("/eu-west-1/autoscaling/aws4_request");
        request.Form("AutoScalingGroupNames.member.2").ShouldBe("db");
        request.Form("MaxRecords").ShouldBe("100");
        request.Form("IncludeInstances").ShouldBe("false");
        request.Form("Version").ShouldBe("2011-01-01");

        page.NextToken.ShouldBe("more");
        var group = page.Items.ShouldHaveSingleItem();
        (group.Name, group.DesiredCapacity, group.WarmPoolConfiguration?.MinSize).ShouldBe(("web", 3, 1));
        group.MixedInstancesPolicy!.LaunchTemplate!.LaunchTemplate.ShouldBe(new LaunchTemplateSpecification { LaunchTemplateId = "lt-1", Version = "$Default" });
        group.MixedInstancesPolicy.LaunchTemplate.Overrides.Select(o => (o.InstanceType, o.LaunchTemplate?.LaunchTemplateId, o.ImageId)).ShouldBe([("t3.micro", "lt-2", null), ("t3.small", null, "ami-1")]);
    }

    [Fact]
    public async Task Its_throttling_is_tried_again_and_its_errors_keep_their_code()
    {
        static Scripted Error(string code) => new(400, $"<ErrorResponse xmlns=\"http://autoscaling.amazonaws.com/doc/2011-01-01/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>");
        await using var server = new ScriptedAws((_, n) => Error(n < 3 ? "Throttling" : "ValidationError"));
        using var aws = await server.OpenAsync();
        var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeLaunchConfigurations()));
        (e.Service, e.Code, e.RequestId, server.Requests.Count).ShouldBe(("Auto Scaling", "ValidationError", "r", 3));
    }
}
