namespace AmiTools.Core.Tests.Definitions;

/// <summary>A tree of files in a temporary folder; the default one is a classic layout that is right.</summary>
internal sealed class DefinitionFolder : IDisposable
{
    public const string Template = """
        {
          "variables": { "aws_access_key": "", "aws_secret_key": "", "aws_region": "", "source_ami": "", "version": "", "manifest_file_output_path": "", "subnet": "" },
          "builders": [{
            "type": "amazon-ebs", "access_key": "{{user `aws_access_key`}}", "secret_key": "{{user `aws_secret_key`}}", "region": "{{user `aws_region`}}",
            "source_ami": "{{user `source_ami`}}", "instance_type": "t3.micro", "communicator": "none", "subnet_id": "{{user `subnet`}}",
            "ami_name": "web {{user `version`}}", "tags": { "version": "{{user `version`}}" }
          }]
        }
        """;

    public const string Hcl = """
        variable "version" { default = "" }
        variable "source_ami" { type = string }
        variable "aws_region" {
          default = "eu-west-1" # a comment
        }
        locals { name = "web-${var.version}" }
        source "amazon-ebs" "web" {
          region        = var.aws_region
          source_ami    = "${var.source_ami}"
          instance_type = "t3.micro"
          communicator  = "none"
          ami_name      = local.name
          tags = {
            version = var.version
          }
        }
        build { sources = ["source.amazon-ebs.web"] }
        """;

    public const string Environments = """
        targets:
          - name: dev
            account: "111111111111"
            region: eu-west-1
            credentials: { environmentPrefix: DEV }
          - name: prod
            account: "222222222222"
            region: eu-west-1
            credentials: { environmentPrefix: PROD }

        """;

    public string Root { get; } = Directory.CreateTempSubdirectory("definition-").FullName;

    public string Web => Path.Combine(Root, "src", "web");

    public static DefinitionFolder Classic()
    {
        var folder = new DefinitionFolder();
        folder.Write("environments.yaml", Environments);
        folder.Write("src/web/template.json", Template);
        folder.Write("src/web/version.json", "{\"version\":\"2.0\"}");
        folder.Write("src/common/conf/default.conf", "source_ami=ami-0ba5e000000000001\nonly_others_know=x\n");
        folder.Write("src/common/conf/dev.conf", "subnet=subnet-dev\n");
        folder.Write("src/common/conf/prod.conf", "subnet=subnet-prod\n");
        return folder;
    }

    public static DefinitionFolder OfHcl()
    {
        var folder = Classic();
        File.Delete(Path.Combine(folder.Web, "template.json"));
        folder.Write("src/web/web.pkr.hcl", Hcl);
        folder.Write("src/common/conf/dev.conf", "");
        folder.Write("src/common/conf/prod.conf", "");
        return folder;
    }

    public void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    public void Write(string path, byte[] bytes)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
