using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl;

/// <summary>
/// A block of zeroed floats that starts at a multiple of 64 bytes, so that no vector load crosses a cache line.
/// It lies on the pinned heap, hence never moves, and is collected like any other object: there is nothing to dispose.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignedBuffer
{
    private const int AlignmentBytes = 64;

    private readonly float[] _block;
    private readonly int _start;

    /// <summary>Allocates the block.</summary>
    /// <param name="length">How many floats, 0 or more.</param>
    public unsafe AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        const int Slack = AlignmentBytes / sizeof(float) - 1;
        _block = GC.AllocateArray<float>(checked(length + Slack), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref _block[0]);
        _start = (int)(-address & (AlignmentBytes - 1)) / sizeof(float);
        Length = length;
    }

    /// <summary>How many floats.</summary>
    public int Length { get; }

    /// <summary>All floats.</summary>
    /// <remarks>Emitted code takes it for every value of every step. The block never moves, and a reference into it keeps it alive.</remarks>
    public Span<float> Span => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_block), _start), Length);
}
