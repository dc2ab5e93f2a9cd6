using System.Runtime.CompilerServices;

namespace ModelDsl.Engine;

/// <summary>Floats that start on a cache line and never move. The garbage collector frees them: there is nothing to dispose of.</summary>
internal sealed class PinnedBlock
{
    private const int Alignment = 64;
    private readonly float[] _array;
    private readonly int _start;
    private readonly int _length;

    /// <param name="length">The number of floats, all zero.</param>
    public PinnedBlock(int length)
    {
        // A vector's worth beyond the end: register tiles may read, never write, past the last value of a panel.
        _array = length == 0 ? [] : GC.AllocateArray<float>(length + 2 * (Alignment / sizeof(float)), pinned: true);
        _length = length;
        if (length > 0) _start = (int)((Alignment - AddressOf(_array) % Alignment) % Alignment) / sizeof(float);
    }

    public static PinnedBlock Empty { get; } = new(0);

    public Span<float> Span => _array.AsSpan(_start, _length);

    private static unsafe long AddressOf(float[] array) => (long)Unsafe.AsPointer(ref array[0]);
}
