namespace ModelDsl.Training;

/// <summary>
/// A data file opened for reading, plain or gzip: which, its first bytes decide, not its name. Nothing that a file says about its own
/// size is believed before the bytes have come.
/// </summary>
internal sealed class DataFile : IDisposable
{
    /// <summary>Deflate cannot shrink more than this: one bit codes at most 258 bytes (RFC 1951), twice over for a pair of codes.</summary>
    private const int HighestGzipRatio = 1032;

    private const int FirstBlock = 1 << 20;

    private readonly string _advice;
    private readonly FileStream _file;
    private readonly Stream _content;

    private DataFile(string path, string advice, FileStream file, bool isGzip)
    {
        Path = path;
        _advice = advice;
        _file = file;
        IsGzip = isGzip;
        _content = isGzip ? new WholeGzipStream(file) : file;
    }

    public string Path { get; }

    public bool IsGzip { get; }

    /// <summary>More bytes than this cannot be in the file.</summary>
    public long LargestPossibleLength => IsGzip ? _file.Length * HighestGzipRatio : _file.Length;

    /// <param name="path">The file.</param>
    /// <param name="expected">What the file holds: for the message when there is none.</param>
    /// <param name="advice">What to do when the file is missing or damaged.</param>
    public static DataFile Open(string path, string expected, string advice)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(path, expected, "no such file", advice, e);
        }
        catch (UnauthorizedAccessException e)
        {
            string found = Directory.Exists(path) ? "a folder" : "a file that may not be read";
            throw new DatasetException(path, expected, found, advice, e);
        }

        try
        {
            bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return new DataFile(path, advice, file, isGzip);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    public int ReadUpTo(Span<byte> buffer)
    {
        try
        {
            return _content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException(Path, "whole gzip data", $"damage ({e.Message.TrimEnd('.')})", _advice, e);
        }
    }

    /// <summary>Reads exactly so many bytes. Memory grows with what really arrives, so that a lying header cannot ask for more.</summary>
    /// <param name="length">How many bytes.</param>
    /// <param name="expected">What these bytes are, with their number: for the message.</param>
    public byte[] ReadExactly(long length, string expected)
    {
        if (length > Array.MaxLength)
            throw new DatasetException(Path, $"at most {Array.MaxLength} bytes", expected, "Cut the file into smaller ones.");
        if (length > LargestPossibleLength)
            throw Truncated(expected, $"a file of {_file.Length} bytes, which cannot hold them");

        byte[] buffer = new byte[Math.Min(length, FirstBlock)];
        int filled = 0;
        while (true)
        {
            int read = ReadUpTo(buffer.AsSpan(filled));
            filled += read;
            if (filled == length)
                return buffer;
            if (filled < buffer.Length)
                throw Truncated(expected, $"only {filled}");
            Array.Resize(ref buffer, (int)Math.Min(length, buffer.Length * 2L));
        }
    }

    /// <summary>Throws unless the file ends here; for gzip, this is also where its checksum is checked.</summary>
    /// <param name="expected">What the file should have held, for the message.</param>
    public void ExpectEnd(string expected)
    {
        Span<byte> one = stackalloc byte[1];
        if (ReadUpTo(one) != 0)
            throw new DatasetException(Path, expected, "more bytes after them", _advice);
    }

    /// <summary>The content as a stream, for readers that need one. Errors of gzip come out of it as <see cref="InvalidDataException"/>.</summary>
    public Stream AsStream() => _content;

    public DatasetException Error(string expected, string found) => new(Path, expected, found, _advice);

    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }

    private DatasetException Truncated(string expected, string found) => new(Path, expected, found, $"The file is not complete. {_advice}");
}
