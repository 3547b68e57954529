using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Engram.Neurons;

/// <summary>
/// A NumPy file (format 1.0) that grows record by record. Its header has room for any count and is written after the data it speaks of: at
/// every moment the file holds at least as many records as it says.
/// </summary>
internal sealed class RecordFile : IDisposable
{
    private const int HeaderBytes = 192;

    private readonly FileStream _stream;
    private readonly byte[] _beforeCount;
    private readonly byte[] _afterCount;
    private long _end = HeaderBytes;

    internal RecordFile(string path, string type, int recordBytes, int neurons, int lanes)
    {
        if (recordBytes == 0)
            throw new ArgumentException("A probe of no neurons or no lanes records nothing.");
        _beforeCount = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': (");
        _afterCount = Encoding.ASCII.GetBytes($", {neurons}, {lanes}), }}");
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        WriteHeader(0);
    }

    internal bool IsOpen => _stream.CanWrite;

    /// <summary>Appends data, then says that there are so many records.</summary>
    internal void Write(ReadOnlySpan<byte> data, long records)
    {
        _stream.Position = _end;
        _stream.Write(data);
        _end += data.Length;
        WriteHeader(records);
    }

    public void Dispose() => _stream.Dispose();

    private void WriteHeader(long records)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Fill((byte)' ');
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header[1..]);
        header[6] = 1;
        header[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], HeaderBytes - 10);
        Span<byte> rest = header[10..];
        _beforeCount.CopyTo(rest);
        rest = rest[_beforeCount.Length..];
        // Room for any count: the header is far longer than its words.
        Utf8Formatter.TryFormat(records, rest, out int digits);
        _afterCount.CopyTo(rest[digits..]);
        header[^1] = (byte)'\n';
        _stream.Position = 0;
        _stream.Write(header);
    }
}
