using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelDsl.Training;

/// <summary>
/// Unpacks gzip and notices when the end is missing, which <see cref="GZipStream"/> takes for the end of the data: the last four bytes of
/// a whole file are the number of bytes it holds, modulo 2³² (RFC 1952). Files of several gzip members are refused with it.
/// </summary>
internal sealed class WholeGzipStream : Stream
{
    /// <summary>A header of 10 bytes and a trailer of 8.</summary>
    private const int SmallestFile = 18;

    private readonly GZipStream _gzip;
    private readonly bool _isTooShort;
    private readonly uint _length;
    private uint _seen;

    /// <summary>Notes the length at the end of a seekable stream and starts at its beginning.</summary>
    public WholeGzipStream(Stream packed)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        _isTooShort = packed.Length < SmallestFile;
        if (!_isTooShort)
        {
            packed.Position = packed.Length - length.Length;
            packed.ReadExactly(length);
        }

        _length = BinaryPrimitives.ReadUInt32LittleEndian(length);
        packed.Position = 0;
        _gzip = new GZipStream(packed, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The data is damaged, or its end is missing.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = _gzip.Read(buffer);
        _seen = unchecked(_seen + (uint)read);
        if (read == 0 && buffer.Length > 0 && (_isTooShort || _seen != _length))
            throw new InvalidDataException($"the end is missing, {_seen} bytes came out");
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();
        base.Dispose(disposing);
    }
}
