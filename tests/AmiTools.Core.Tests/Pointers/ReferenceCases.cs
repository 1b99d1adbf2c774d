using System.Text;

namespace AmiTools.Core.Tests.Pointers;

/// <summary>A file as it stands on a disk.</summary>
/// <param name="Name">Its name, which tells the format.</param>
/// <param name="Written">Its text: «A» is a place that names the image, «a» the same id where it names nothing, «B» another image, «S» one with a short id.</param>
/// <param name="Encoding">How it is written.</param>
/// <param name="Mark">True for a byte order mark.</param>
public sealed record ReferenceCase(string Name, string Written, string Encoding, bool Mark)
{
    public const string Old = "ami-0a1b2c3d4e5f60718", Other = "ami-0bbbbbbbbbbbbbbbb", Short = "ami-1a2b3c4d", New = "ami-0123456789abcdef0";

    public int Places => Written.Split("«A»").Length - 1;

    public byte[] Bytes => BytesOf(Old);

    /// <summary>What the file must be when every place names another image.</summary>
    public byte[] BytesOf(string image) => [.. Mark ? Codec.GetPreamble() : [], .. Codec.GetBytes(TextOf(image))];

    public string TextOf(string image) => Written.Replace("«A»", image).Replace("«a»", Old).Replace("«B»", Other).Replace("«S»", Short);

    public override string ToString() => Name;

    private Encoding Codec => Encoding switch
    {
        "utf-16le" => new UnicodeEncoding(false, true),
        "utf-16be" => new UnicodeEncoding(true, true),
        "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        _ => new UTF8Encoding(true),
    };
}

/// <summary>Files of all kinds.</summary>
public static class ReferenceCases
{
    private static readonly (string Name, string Text)[] texts =
    [
        ("list.json", """
            [
              { "ParameterKey": "ImageId", "ParameterValue": "«A»" },
              {"ParameterValue":   "«A»", "ParameterKey" : "Zweites Bild für Tests", "UsePreviousValue": false},
              { "ParameterKey": "Note", "ParameterValue": "was «a» before" },
              { "ParameterKey": "Database", "ParameterValue": "«B»" }
            ]
            """),
        ("map.json", "{\n\t\"Parameters\" : {\"ImageId\":\"«A»\", \"Size\": 3 , \"Images\": \"«A», «B»,«A»\"},\n\t\"Tags\": {\"grün\": \"ja\"}\n}\n"),
        ("overrides.json", "[\"ImageId=«A»\", \"Other=«S»\", \"Größe=t3.small\"]"),
        ("template.json", """
            {
              "AWSTemplateFormatVersion": "2010-09-09",
              "Description": "Runs «a» für alle",
              "Parameters": { "Ami": { "Type": "AWS::EC2::Image::Id", "Default": "«A»", "AllowedValues": ["«a»", "«B»"] } },
              "Mappings": { "Images": { "eu-west-1": { "web": "«A»" } } },
              "Resources": { "One": { "Type": "AWS::EC2::Instance", "Properties": { "ImageId": "«A»" } } }
            }
            """),
        ("prod.tfvars.json", "{ \"web_ami\": \"«A»\", \"amis\": [\"«S»\", \"«A»\"], \"name\": \"«a»-copy\", \"ort\": \"Köln\" }"),
        ("comments.json", "// «a» is the image\n{\n  /* «a» */ \"image\": \"«A»\", // now «a»\n  \"unquoted\": 5, \"ü\": [ { \"deep\": { \"er\": \"«A»\" } }, ],\n}\n"),
        ("escapes.json", "{\"path\\\\to\\\"it\": \"«A»\", \"text\": \"\\u00fc «a»\", \"bytes\": \"\\\"«B»\\\"\", \"é\": \"€\"}"),
        ("words.json", "{\"a\":\"x«a»\",\"b\":\"«a»0\",\"c\":\"backup_«a»\",\"d\":\"«a».log\",\"e\":\"/var/«a»/x\",\"f\":\"arn:aws:ec2:eu-west-1::image/«A»\",\"g\":\"«A»\",\"h\":\"AMI-0A1B2C3D4E5F60718\",\"ä\":1}"),
        ("params.yaml", """
            # «a» was the one before: größer
            - ParameterKey: ImageId   # the web server
              ParameterValue:    «A»   # «a» since May
            - {ParameterKey: Other, ParameterValue: '«S»'}
            - ParameterKey: "Third"
              ParameterValue: "«A»"
            """),
        ("template.yaml", """
            AWSTemplateFormatVersion: "2010-09-09"
            Description: >-
              Runs «a»,
              für alle
            Parameters:
              Ami:
                Type: AWS::EC2::Image::Id
                Default: «A»
                AllowedValues: [«a», «B»]
            Mappings:
              Images: { eu-west-1: { web: «A», db: «B» } }
            Resources:
              One:
                Type: AWS::EC2::Instance
                Properties:
                  ImageId: !Ref Ami
                  UserData: !Sub |
                    #!/bin/sh
                    echo «a»
            """),
        ("anchors.yml", """
            base: &base
              image: &web «A»
              größe: 2
            one: { <<: *base, image: *web }
            two:
              - *web
              - &second '«A»'
              - *second
            """),
        ("several.yaml", "---\nimage: «A»\n...\n---\n? «a»\n: used\n---\n- «A»\n- - «A»\n  - [«A», «B»]\n- !!str «A»\n- ünïcode\n"),
        ("block.yaml", "image: |\n  «A»\nfolded: >-\n  «A»\nlist: |\n  «A»\n  «B»\nscript: |\n  run «a» now\nmarked: |\n  # amitools: image=web\n  run «A» später\n"),
        ("quotes.yaml", "'single': '«A»'\n\"double\": \"«A»\"\nplain:   «A»\t\nspaces: '  «A»  '\nnot: 'the «a» image'\nignored: «a» # amitools: ignore\nende: schön"),
        ("longer.yaml", "a: x«a»\nb: «a»-copy\nc: _«a»\nd: «a»_2\ne: s3://bucket/«a»/x\nf: «A»\ng: ami-0a1b2c3d4e5f6071\nh: ämi\n"),
        ("prod.tfvars", """
            # The image, für alle: «a»
            web_ami  = "«A»"   // «a»
            amis     = ["«A»", "«B»", /* «a» */ "«A»"]
            by_size  = {
              small = "«A»"
              "large one" : "«S»"
            }
            note = "from «a»"
            "quoted" = "«A»"
            """),
        ("heredoc.tfvars", "script = <<-EOT\n  «A»\n  EOT\ntext = <<EOT\nrun «a» für\nEOT\nlast = \"a \\\" b # no comment\"\nami = \"«A»\" # «a»\nnext = { a = { b = [\"«A»\"] } }"),
        ("build.conf", "# source_ami=«a» (früher)\nsource_ami=«A»\nother = «S»\n  spaced =   «A»   \nquoted=\"«A»\"\nnote=was «a»\npath=/images/«a»/x\nlist=«A»,«B»\nempty=\n"),
        ("service.env", "export IMAGE=«A»\nexport OTHER='«A»' # «a» für später\n; «a»\nJUST_TEXT\nA=B=«A»\nLAST=«A»"),
        ("deploy.sh", "#!/bin/sh\n# amitools: image=web\nrun --image «A» --old «A»\necho «a» # grüße\nstart «A»,«A» # amitools: image=web\n# amitools: image=web\n\nnot «a»\n"),
        ("main.tf", "resource \"aws_instance\" \"web\" {\n  ami = \"«A»\" # amitools: image=web\n  # «a» für später\n  tags = { old = \"«a»\" }\n}\n"),
        ("notes.txt", "Das Bild «a» läuft.\r\n<!-- amitools: image=web -->\r\nEs heißt \"«A»\".\r\nUnd nicht x«a».\r"),
    ];

    public static IEnumerable<ReferenceCase> All()
    {
        foreach (var (name, text) in texts)
        {
            yield return new("lf " + name, text, "utf-8", false);
            if (!text.Contains('\r')) yield return new("crlf " + name, text.ReplaceLineEndings("\r\n"), "utf-8", false);
            yield return new("mark " + name, text.ReplaceLineEndings("\r\n"), "utf-8", true);
            yield return new("1252 " + name, text + (name.EndsWith(".txt", StringComparison.Ordinal) ? "€…" : ""), "windows-1252", false);
        }
        yield return new("utf-16 list.json", texts[0].Text.ReplaceLineEndings("\r\n"), "utf-16le", true);
        yield return new("utf-16 params.yaml", texts[8].Text, "utf-16be", true);
        yield return new("utf-16 prod.tfvars", texts[15].Text, "utf-16le", true);
    }

    public static TheoryData<ReferenceCase> Data() => [.. All()];
}
