using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelDsl;

/// <summary>
/// Views of float blocks as vectors of the widest kind that the machine prefers, so that each update rule is written once.
/// The lengths are multiples of 16, hence of every vector's length. Updates wait for memory: wider vectors would not be faster.
/// </summary>
internal static class VectorSpan
{
    public static Span<Vector<float>> Of(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    public static ReadOnlySpan<Vector<float>> Of(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    /// <summary>The vectors of a piece of some state.</summary>
    public static Span<Vector<float>> Of(AlignedBuffer state, int start, int length) => Of(state.Span.Slice(start, length));
}
