namespace AmiTools.Aws.Tests.Contract;

public sealed class CallTests
{
    [Fact]
    public async Task A_call_is_signed_and_its_parameters_are_flattened()
    {
        await using var server = new ScriptedAws((_, _) => ScriptedAws.Images("ami-1"));
        using var aws = await server.OpenAsync();
        var page = await aws.SendAsync(new DescribeImages { Owners = ["self"], Filters = [new("tag:version", "1.0", "2.0"), new("state", "available")], MaxResults = 1000 });
        page.Items.ShouldHaveSingleItem().ImageId.ShouldBe("ami-1");
        var request = server.Requests.ShouldHaveSingleItem();
        request.SignatureIsRight.ShouldBeTrue();
        request.Action.ShouldBe("DescribeImages");
        request.Form("Owner.1").ShouldBe("self");
        request.Form("Filter.1.Name").ShouldBe("tag:version");
        request.Form("Filter.1.Value.2").ShouldBe("2.0");
        request.Form("MaxResults").ShouldBe("1000");
        request.Headers["user-agent"].ShouldContain("AmiTools");
    }

    [Fact]
    public async Task Parameter_Store_is_called_in_JSON()
    {
        await using var server = new ScriptedAws((_, _) => new(200, "{\"Parameter\":{\"Name\":\"/a\",\"Value\":\"v\",\"Version\":3,\"LastModifiedDate\":1.5}}", "application/x-amz-json-1.1"));
        using var aws = await server.OpenAsync();
        (await aws.SendAsync(new GetParameter { Name = "/a" })).Parameter.Version.ShouldBe(3);
        var request = server.Requests.Single();
        request.SignatureIsRight.ShouldBeTrue();
        request.Action.ShouldBe("GetParameter");
        request.Body.ShouldBe("{\"Name\":\"/a\"}");
    }

    [Theory]
    [InlineData("RequestLimitExceeded", 503)]
    [InlineData("InternalError", 500)]
    public async Task What_may_pass_is_tried_again(string code, int status)
    {
        await using var server = new ScriptedAws((_, n) => n < 3 ? ScriptedAws.Error(status, code) : ScriptedAws.Images("ami-1"));
        using var aws = await server.OpenAsync();
        (await aws.SendAsync(new DescribeImages())).Items.Count.ShouldBe(1);
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_will_not_pass_is_not_tried_again_and_says_what_AWS_said()
    {
        await using var server = new ScriptedAws((_, _) => ScriptedAws.Error(400, "InvalidAMIID.NotFound", "The image id '[ami-1]' does not exist"));
        using var aws = await server.OpenAsync();
        var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()));
        (e.Service, e.Action, e.Code, e.StatusCode, e.RequestId, e.IsRetryable).ShouldBe(("EC2", "DescribeImages", "InvalidAMIID.NotFound", 400, "req-1", false));
        e.Message.ShouldBe("EC2 DescribeImages: The image id '[ami-1]' does not exist (InvalidAMIID.NotFound, request req-1)");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_JSON_error_keeps_its_code()
    {
        await using var server = new ScriptedAws((_, _) => new(400, "{\"__type\":\"com.amazonaws.ssm#ParameterNotFound\",\"message\":\"none\"}", "application/x-amz-json-1.1"));
        using var aws = await server.OpenAsync();
        (await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new GetParameter { Name = "/a" }))).Code.ShouldBe("ParameterNotFound");
    }

    public static TheoryData<string, int, string, bool> Bodies => new()
    {
        { "a web page", 200, "<!DOCTYPE html><html><br></html>", false },
        { "a web page", 503, "<!DOCTYPE html><html><br></html>", false },
        { "well-formed XML of something else", 200, "<html><body/></html>", false },
        { "nothing", 200, "", false },
        { "nothing", 500, "", false },
        { "half an answer", 200, ScriptedAws.Images("ami-1", "ami-2").Body!, true },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_not_AWSs_is_a_clear_error(string what, int status, string body, bool cut)
    {
        _ = what;
        await using var server = new ScriptedAws((_, _) => new(status, body, "text/html", cut));
        using var aws = await server.OpenAsync(retries: 1);
        var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()));
        e.Code.ShouldBeOneOf(AwsException.InvalidResponse, AwsException.ConnectionFailed);
        e.IsRetryable.ShouldBeTrue();
        e.Message.ShouldStartWith("EC2 DescribeImages: ");
        server.Requests.Count.ShouldBe(2, "it was tried again once");
    }

    [Fact]
    public async Task A_cut_answer_is_read_whole_at_the_next_try()
    {
        await using var server = new ScriptedAws((_, n) => ScriptedAws.Images("ami-1") with { Cut = n == 1 });
        using var aws = await server.OpenAsync();
        (await aws.SendAsync(new DescribeImages())).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_client_token_is_filled_in_and_the_same_at_every_try()
    {
        await using var server = new ScriptedAws((_, n) => n == 1 ? ScriptedAws.Error(503, "RequestLimitExceeded") : new(200, "<CopyImageResponse><imageId>ami-2</imageId></CopyImageResponse>"));
        using var aws = await server.OpenAsync();
        (await aws.SendAsync(new CopyImage { SourceImageId = "ami-1", SourceRegion = "eu-west-1", Name = "x" })).ImageId.ShouldBe("ami-2");
        var tokens = server.Requests.Select(r => r.Form("ClientToken")).ToArray();
        tokens.Length.ShouldBe(2);
        tokens[0].ShouldNotBeNullOrEmpty();
        tokens[1].ShouldBe(tokens[0]);
    }

    [Fact]
    public async Task Nobody_there_is_a_clear_error()
    {
        var server = new ScriptedAws((_, _) => ScriptedAws.Images());
        using var aws = await server.OpenAsync(retries: 0);
        await server.DisposeAsync();
        var e = await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()));
        e.Code.ShouldBe(AwsException.ConnectionFailed);
        e.Message.ShouldContain(server.Url.ToString());
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_time_out()
    {
        await using var server = new ScriptedAws((_, _) => new(200, null));
        using var aws = await server.OpenAsync(retries: 0, timeout: TimeSpan.FromSeconds(1));
        (await Should.ThrowAsync<AwsException>(() => aws.SendAsync(new DescribeImages()))).Code.ShouldBe(AwsException.RequestTimeout);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once_and_is_no_failure()
    {
        await using var server = new ScriptedAws((_, _) => new(200, null));
        using var aws = await server.OpenAsync();
        using var cancel = new CancellationTokenSource();
        var call = aws.SendAsync(new DescribeImages(), cancel.Token);
        while (server.Requests.IsEmpty) await Task.Delay(5);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData("DryRunOperation", 412, DryRunVerdict.Allowed)]
    [InlineData("UnauthorizedOperation", 403, DryRunVerdict.Denied)]
    [InlineData("InvalidParameterValue", 400, DryRunVerdict.Unknown)]
    public async Task A_dry_run_has_three_answers(string code, int status, DryRunVerdict verdict)
    {
        await using var server = new ScriptedAws((_, _) => ScriptedAws.Error(status, code));
        using var aws = await server.OpenAsync();
        (await aws.AskAsync(new RunInstances { ImageId = "ami-1", DryRun = true })).Verdict.ShouldBe(verdict);
        server.Requests.Single().Form("DryRun").ShouldBe("true");
    }

    [Fact]
    public async Task Pages_go_on_over_an_empty_one_and_a_token_that_repeats_is_refused()
    {
        Scripted Page(string? token, params string[] ids) => new(200, ScriptedAws.Images(ids).Body!.Replace("</DescribeImagesResponse>", (token is null ? "" : $"<nextToken>{token}</nextToken>") + "</DescribeImagesResponse>", StringComparison.Ordinal));
        await using (var server = new ScriptedAws((r, _) => r.Form("NextToken") switch { null => Page("a"), "a" => Page("b", "ami-1"), _ => Page(null, "ami-2") }))
        {
            using var aws = await server.OpenAsync();
            (await aws.AllAsync(t => new DescribeImages { NextToken = t, MaxResults = 5 }, (ImagePage p) => p.Items)).Select(i => i.ImageId).ShouldBe(["ami-1", "ami-2"]);
        }
        await using (var server = new ScriptedAws((_, _) => Page("same", "ami-1")))
        {
            using var aws = await server.OpenAsync();
            (await Should.ThrowAsync<AwsException>(() => aws.AllAsync(t => new DescribeImages { NextToken = t }, (ImagePage p) => p.Items))).Message.ShouldContain("do not end");
        }
    }
}
