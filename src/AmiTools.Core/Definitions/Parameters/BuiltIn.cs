namespace AmiTools.Core.Definitions;

/// <summary>The names of the values that a run gives to every template that takes them.</summary>
public static class BuiltIn
{
    public static readonly IReadOnlyList<string> Names =
    [
        "version", "source_ami", "aws_region", "root_directory_path", "ami_directory_path", "manifest_file_output_path",
        "commit", "target", "pair_id", "endpoint", "aws_access_key", "aws_secret_key", "aws_session_token",
    ];
}
