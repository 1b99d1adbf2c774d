using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AmiTools.LocalCloud.Ec2;

/// <summary>An RSA public key in OpenSSH's form, as EC2 puts it into an instance's authorized_keys (RFC 4253, 6.6).</summary>
internal static class OpenSshKey
{
    public static string Of(RSA rsa)
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        byte[] blob = [.. Sized(Encoding.ASCII.GetBytes("ssh-rsa")), .. Sized(Positive(key.Exponent!)), .. Sized(Positive(key.Modulus!))];
        return "ssh-rsa " + Convert.ToBase64String(blob);
    }

    private static byte[] Sized(byte[] bytes)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }

    /// <summary>A number whose first bit is set would be read as negative.</summary>
    private static byte[] Positive(byte[] number) => number[0] < 0x80 ? number : [0, .. number];
}
