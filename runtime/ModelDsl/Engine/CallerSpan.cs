using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ModelDsl.Engine;

/// <summary>One span that a caller passed to a model: numbers, or class indices as they lie in memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct CallerSpan
{
    private CallerSpan(ReadOnlySpan<float> values) => Values = values;

    /// <summary>The span; class indices as floats of the same bits.</summary>
    internal ReadOnlySpan<float> Values { get; }

    /// <summary>Numbers that are read.</summary>
    public static implicit operator CallerSpan(ReadOnlySpan<float> values) => new(values);

    /// <summary>Numbers that are written.</summary>
    public static implicit operator CallerSpan(Span<float> values) => new(values);

    /// <summary>Class indices.</summary>
    public static implicit operator CallerSpan(ReadOnlySpan<int> values) => new(MemoryMarshal.Cast<int, float>(values));
}
