using System.Buffers;
using System.Text;

namespace AmiTools.Aws;

/// <summary>A body of form parameters (application/x-www-form-urlencoded), in the order in which they were added. Disposed, it gives its room back.</summary>
internal sealed class FormBody : IDisposable
{
    private const string Hex = "0123456789ABCDEF";
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int length;

    public void Add(string key, string value)
    {
        if (length > 0) Append('&');
        Append(key);
        Append('=');
        Append(value);
    }

    /// <summary>An item of a list: its number follows the key.</summary>
    public void Add(string key, int number, string value)
    {
        if (length > 0) Append('&');
        Append(key);
        Append(number);
        Append('=');
        Append(value);
    }

    public byte[] ToBytes() => bytes.AsSpan(0, length).ToArray();

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);

    private void Append(string part)
    {
        for (var i = 0; i < part.Length; i++)
        {
            if (!IsPlain(part[i]))
            {
                AppendEncoded(part.Substring(i));
                return;
            }
            Append(part[i]);
        }
    }

    private void Append(int number)
    {
        if (number >= 10) Append(number / 10);
        Append((char)('0' + (number % 10)));
    }

    private void AppendEncoded(string part)
    {
        foreach (var b in Encoding.UTF8.GetBytes(part))
        {
            if (IsPlain((char)b))
            {
                Append((char)b);
                continue;
            }
            Append('%');
            Append(Hex[b >> 4]);
            Append(Hex[b & 15]);
        }
    }

    private void Append(char c)
    {
        if (length == bytes.Length) Grow();
        bytes[length++] = (byte)c;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        Array.Copy(bytes, larger, length);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }

    /// <summary>The unreserved characters of RFC 3986, which are all that AWS takes as they are.</summary>
    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_' or '~';
}
