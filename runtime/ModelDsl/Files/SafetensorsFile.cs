using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace ModelDsl;

/// <summary>
/// A safetensors file that is open for reading: <c>[length of the header, 8 bytes][header, JSON][data]</c>. Opening reads and checks
/// the header alone; tensors are read when they are asked for, by any number of threads.
/// </summary>
/// <remarks>
/// The file is not trusted: lengths, offsets, shapes, types and names are checked, and the data must be covered exactly.
/// The format: <see href="https://github.com/huggingface/safetensors"/>.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The limit of the reference reader.</summary>
    private const long MaxHeaderLength = 100_000_000;

    private const int PrefixLength = sizeof(ulong);

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsTensor> _byName;

    private SafetensorsFile(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
        byte[] header = ReadHeader();
        _dataStart = PrefixLength + header.Length;
        (List<SafetensorsTensor> tensors, Dictionary<string, string> metadata) =
            SafetensorsHeaderReader.Read(header, RandomAccess.GetLength(handle) - _dataStart);
        Tensors = tensors;
        Metadata = metadata;
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>All tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>What the header says under <c>__metadata__</c>; empty if nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SafetensorsTensor this[string name] => TryGet(name, out SafetensorsTensor? tensor)
        ? tensor
        : throw new KeyNotFoundException($"'{_path}' has no tensor '{name}'");

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not a well-formed safetensors file; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            return new SafetensorsFile(handle, path);
        }
        catch (InvalidDataException exception)
        {
            handle.Dispose();
            throw new InvalidDataException($"'{path}' is not a safetensors file that can be read: {exception.Message}", exception);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Looks for a tensor of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Reads the bytes of a tensor as they stand.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="destination"><see cref="SafetensorsTensor.ByteLength"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void ReadBytes(SafetensorsTensor tensor, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (destination.Length != tensor.ByteLength)
        {
            throw new ArgumentException($"{tensor}: expected room for {tensor.ByteLength} bytes, got {destination.Length}", nameof(destination));
        }
        ReadAt(_dataStart + tensor.Begin, destination);
    }

    /// <summary>
    /// Reads a tensor as floats. F64, F16 and BF16 are rounded to the nearest float, whole numbers and truth values likewise.
    /// </summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="destination"><see cref="SafetensorsTensor.ElementCount"/> floats.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="NotSupportedException">It is of a type of 8 bits or complex.</exception>
    public void ReadFloats(SafetensorsTensor tensor, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (destination.Length != tensor.ElementCount)
        {
            throw new ArgumentException($"{tensor}: expected room for {tensor.ElementCount} floats, got {destination.Length}", nameof(destination));
        }
        if (!SafetensorsTypes.IsNumber(tensor.Type)) throw new NotSupportedException($"{tensor} cannot be read as floats; read its bytes instead");

        int size = SafetensorsTypes.SizeOf(tensor.Type);
        Span<byte> piece = new byte[(int)Math.Min(tensor.ByteLength, 1 << 16)];
        long position = _dataStart + tensor.Begin;
        while (!destination.IsEmpty)
        {
            int count = Math.Min(destination.Length, piece.Length / size);
            Span<byte> bytes = piece[..(count * size)];
            ReadAt(position, bytes);
            SafetensorsTypes.ToFloats(tensor.Type, bytes, destination[..count]);
            destination = destination[count..];
            position += bytes.Length;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();

    private byte[] ReadHeader()
    {
        long fileLength = RandomAccess.GetLength(_handle);
        if (fileLength < PrefixLength) throw new InvalidDataException($"it has {fileLength} bytes, too few for a header");
        Span<byte> prefix = stackalloc byte[PrefixLength];
        ReadAt(0, prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderLength) throw new InvalidDataException($"its header would be {length} bytes long{Hint(prefix)}");
        if ((long)length > fileLength - PrefixLength)
        {
            throw new InvalidDataException($"its header of {length} bytes would reach beyond the end of the file at {fileLength}");
        }
        byte[] header = new byte[(int)length];
        ReadAt(PrefixLength, header);
        return header;
    }

    /// <summary>What people take for a safetensors file most often.</summary>
    private static string Hint(ReadOnlySpan<byte> prefix) => prefix.StartsWith("PK"u8) || prefix[0] == 0x80
        ? ". It looks like a file of torch.save: write it again by safetensors.torch.save_file(model.state_dict(), path)"
        : "";

    private void ReadAt(long position, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, destination, position);
            if (read == 0) throw new InvalidDataException($"'{_path}' ends at {position}, before its data: it has been cut off");
            destination = destination[read..];
            position += read;
        }
    }
}
