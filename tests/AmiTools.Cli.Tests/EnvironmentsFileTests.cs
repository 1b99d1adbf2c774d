using AmiTools.Cli.Clouds;

namespace AmiTools.Cli.Tests;

public sealed class EnvironmentsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("amitools-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_keys_are_named_in_the_file_and_lie_in_scripts()
    {
        var files = Write();

        File.ReadAllText(files[0]).ShouldBe(
            """
            # Written by 'local-cloud': the accounts of a local cloud that listened on http://127.0.0.1:4566.
            targets:
              - name: dev
                account: "111111111111"
                region: eu-west-1
                endpoint: http://127.0.0.1:4566
                credentials:
                  environmentPrefix: DEV
              - name: prod
                account: "222222222222"
                region: eu-west-1
                endpoint: http://127.0.0.1:4566
                credentials:
                  environmentPrefix: PROD

            """);
        File.ReadAllLines(files[1])[1].ShouldBe("export DEV_AWS_ACCESS_KEY_ID=AKIALOCL111111111111");
        File.ReadAllLines(files[2])[1].ShouldBe("$env:DEV_AWS_ACCESS_KEY_ID = 'AKIALOCL111111111111'");
    }

    [Fact]
    public void A_file_of_its_own_is_written_anew()
    {
        Write();

        Should.NotThrow(Write);
    }

    [Fact]
    public void Somebodys_own_environments_file_is_left_alone()
    {
        var file = Path.Combine(folder, "environments.yaml");
        File.WriteAllText(file, "targets: []\n");

        Should.Throw<AmiToolsException>(Write).Message.ShouldBe($"{file} exists and was not written by 'local-cloud', so it is left alone. Name another folder with --environments.");
        File.ReadAllText(file).ShouldBe("targets: []\n");
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_named()
    {
        var file = Path.Combine(folder, "taken");
        File.WriteAllText(file, "");

        var failure = Should.Throw<AmiToolsException>(() => EnvironmentsFile.Write(file, new Uri("http://127.0.0.1:4566"), "eu-west-1", LocalAccount.Usual));
        (failure.ErrorId, failure.Subject).ShouldBe(("EnvironmentsFileNotWritable", file));
        failure.Message.ShouldStartWith($"The environments file can't be written into {file} (");
    }

    private IReadOnlyList<string> Write() => EnvironmentsFile.Write(folder, new Uri("http://127.0.0.1:4566"), "eu-west-1", LocalAccount.Usual);
}
