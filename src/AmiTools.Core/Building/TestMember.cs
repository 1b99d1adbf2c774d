using AmiTools.Aws;
using AmiTools.Core.Definitions;
using AmiTools.Core.Environments;

namespace AmiTools.Core.Building;

/// <summary>
/// Starts an instance from a member's image and lets the user's command judge it. The instance carries the pair's id from
/// its first moment, so that an undo or a repair finds it whatever becomes of this process.
/// </summary>
internal sealed class TestMember(PairRun run, PlannedMember member, ITargetConnection connection, ImageTest test)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Terminates = TimeSpan.FromMinutes(5);

    private string Place => $"target '{member.Target.Name}' (account {member.AccountId}, {member.Region})";

    /// <exception cref="AmiToolsException">TestFailed, TestTimedOut, TestInstanceFailed, TestInstanceLeft.</exception>
    public async Task RunAsync(Image image, CancellationToken cancel)
    {
        using var budget = Pause.Budget(test.Timeout, run.Surroundings.Time, cancel, out var timer);
        using var alsoDisposed = timer;
        string? instance = null;
        try
        {
            Tell($"starting an instance of {image.ImageId} to test it");
            // Looks at the lease before a new kind of side effect.
            await run.Journal.ChangeAsync(j => j.With(member.Target.Name, m => m with { Tested = image.ImageId }), member.Target.Name, cancel).ConfigureAwait(false);
            instance = (await connection.Aws.SendAsync(Launch(image), cancel).ConfigureAwait(false)).Instances[0].InstanceId;
            var running = await RunningAsync(instance, budget.Token).ConfigureAwait(false);
            Tell($"testing {image.ImageId} by instance {instance}");
            await CheckAsync(image, running, budget.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw TimedOut();
        }
        catch (WaitTimedOutException)
        {
            throw TimedOut();
        }
        finally
        {
            if (instance is not null) await TerminateAsync(instance).ConfigureAwait(false);
        }
        cancel.ThrowIfCancellationRequested();
        if (timer.IsCancellationRequested) throw TimedOut();
    }

    private RunInstances Launch(Image image)
    {
        Tag[] tags = [.. MemberTags.OfRun(run.Plan, member.Target).Select(t => new Tag { Key = t.Key, Value = t.Value }), new Tag { Key = "Name", Value = $"Test of {run.Name}" }];
        return new()
        {
            ImageId = image.ImageId,
            InstanceType = test.InstanceType ?? Parameter("instance_type") ?? "t3.micro",
            SubnetId = Parameter("subnet_id"),
            SecurityGroupIds = (Parameter("security_group_ids") ?? Parameter("security_group_id")) is { } groups ? TypedValue.Items(groups) : null,
            IamInstanceProfile = (test.InstanceProfile ?? Parameter("iam_instance_profile")) is { } profile ? new() { Name = profile } : null,
            TagSpecifications = [new() { ResourceType = "instance", Tags = tags }, new() { ResourceType = "volume", Tags = tags }],
        };
    }

    private string? Parameter(string name) => member.Parameters.LastOrDefault(p => p.Name == name)?.Value is { Length: > 0 } value ? value : null;

    private async Task<Instance> RunningAsync(string id, CancellationToken cancel) =>
        await new Waiter(test.Timeout) { FirstDelay = TimeSpan.FromMilliseconds(200), LongestDelay = TimeSpan.FromSeconds(5), Time = run.Surroundings.Time }.UntilAsync($"instance {id} running", async c =>
        {
            var now = await LookAsync(id, c).ConfigureAwait(false);
            if (now?.State?.Name is "shutting-down" or "terminated" or "stopped")
            {
                throw new AmiToolsException("TestInstanceFailed", FailureKind.ServiceFailed,
                    $"The instance {id} that was to test {run.Name} in {Place} became '{now.State.Name}' instead of running. An image whose instance does not start is no image.", run.Name);
            }
            return new Look<Instance>(now?.State?.Name == "running", now?.State?.Name ?? "not visible yet", now);
        }, cancel: cancel).ConfigureAwait(false);

    private async Task<Instance?> LookAsync(string id, CancellationToken cancel)
    {
        var page = await connection.Aws.SendAsync(new DescribeInstances { Filters = [new Filter("instance-id", id)] }, cancel).ConfigureAwait(false);
        return page.Items.SelectMany(r => r.Instances).FirstOrDefault();
    }

    private async Task CheckAsync(Image image, Instance instance, CancellationToken cancel)
    {
        var credentials = await connection.CredentialsForChildAsync(test.Timeout, cancel).ConfigureAwait(false);
        var host = run.Surroundings.Variables;
        var scrubber = SecretScrubber.Of(run.Surroundings,
            [.. member.Parameters.SelectMany(SecretNames.In), credentials.SecretAccessKey, credentials.SessionToken]);
        var variables = PackerEnvironment.For(host, credentials, member.Region, member.Target.EndpointUrl, run.Request.AvailableTimeout).ToDictionary(v => v.Key, v => v.Value);
        foreach (var fact in Facts(image, instance)) variables[fact.Key] = fact.Value;
        var windows = Path.DirectorySeparatorChar == '\\';
        var command = new ChildCommand
        {
            Program = windows ? "cmd" : "/bin/sh",
            Arguments = [windows ? "/c" : "-c", test.Command],
            WorkingDirectory = run.Plan.Definition.Path,
            Variables = variables,
        };
        var last = "";
        Task Line(string line)
        {
            line = scrubber.Scrub(line);
            if (line.Trim().Length > 0) last = line.Trim();
            run.Reporter.Output(line);
            return Task.CompletedTask;
        }

        var code = await run.Surroundings.Machine.RunAsync(command, Grace, run.Surroundings.Time, _ => Task.CompletedTask, Line, Line, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (code == 0) return;
        throw new AmiToolsException("TestFailed", FailureKind.ServiceFailed,
            $"The test command failed for {run.Name} in {Place} with exit code {code}{(last.Length > 0 ? $"; its last line: {last}" : "")}. A failed test is a failed build.", run.Name);
    }

    private Dictionary<string, string> Facts(Image image, Instance instance) => new()
    {
        ["AMITOOLS_INSTANCE_ID"] = instance.InstanceId,
        ["AMITOOLS_PRIVATE_IP"] = instance.PrivateIpAddress ?? "",
        ["AMITOOLS_PUBLIC_IP"] = instance.PublicIpAddress ?? "",
        ["AMITOOLS_IMAGE_ID"] = image.ImageId,
        ["AMITOOLS_NAME"] = run.Plan.Definition.Name,
        ["AMITOOLS_VERSION"] = run.Plan.Version,
        ["AMITOOLS_TARGET"] = member.Target.Name,
        ["AMITOOLS_ACCOUNT_ID"] = member.AccountId,
        ["AMITOOLS_REGION"] = member.Region,
        ["AMITOOLS_ENDPOINT"] = member.Target.EndpointUrl?.ToString() ?? "",
    };

    /// <summary>Has a time of its own: a stop does not keep the instance alive.</summary>
    private async Task TerminateAsync(string id)
    {
        Tell($"terminating instance {id}");
        using var budget = Pause.Budget(Terminates, run.Surroundings.Time, CancellationToken.None, out var timer);
        using var alsoDisposed = timer;
        try
        {
            await connection.Aws.SendAsync(new TerminateInstances { InstanceIds = [id] }, budget.Token).ConfigureAwait(false);
        }
        catch (AwsException e) when (e.Code != "InvalidInstanceID.NotFound")
        {
            throw new AmiToolsException("TestInstanceLeft", FailureKind.ServiceFailed, $"The instance {id} that tested {run.Name} in {Place} could not be terminated: {e.Message}", run.Name, e);
        }
        catch (AwsException)
        {
            // Gone already.
        }
    }

    private AmiToolsException TimedOut() => new("TestTimedOut", FailureKind.TimedOut,
        $"The test of {run.Name} in {Place} did not end within {test.Timeout.TotalMinutes:0.##} minutes. Give it more time, or look in its output for what it waits for.", run.Name);

    private void Tell(string what) => run.Tell(member.Target.Name, what);
}
