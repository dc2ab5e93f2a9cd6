using System.ComponentModel;

namespace ModelDsl.Engine;

/// <summary>The inputs, targets or outputs that a caller passed to a model which has several, in the declared order.</summary>
/// <remarks>Emitted code makes it, and checks all lengths before: each span has as many samples as the others.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct CallerSpans
{
    /// <summary>How many there can be. The compiler knows the number too.</summary>
    internal const int Most = 8;

    private readonly ReadOnlySpan<float> _span0, _span1, _span2, _span3, _span4, _span5, _span6, _span7;

    /// <summary>Takes up to eight spans; the first empty one ends them.</summary>
    public CallerSpans(
        CallerSpan span0, CallerSpan span1 = default, CallerSpan span2 = default, CallerSpan span3 = default,
        CallerSpan span4 = default, CallerSpan span5 = default, CallerSpan span6 = default, CallerSpan span7 = default)
    {
        _span0 = span0.Values;
        _span1 = span1.Values;
        _span2 = span2.Values;
        _span3 = span3.Values;
        _span4 = span4.Values;
        _span5 = span5.Values;
        _span6 = span6.Values;
        _span7 = span7.Values;
    }

    /// <summary>The span at an index; empty behind the last.</summary>
    internal ReadOnlySpan<float> this[int index] => index switch
    {
        0 => _span0,
        1 => _span1,
        2 => _span2,
        3 => _span3,
        4 => _span4,
        5 => _span5,
        6 => _span6,
        7 => _span7,
        _ => [],
    };
}
