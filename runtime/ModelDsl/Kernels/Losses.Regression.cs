using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>Losses of the difference d = x − t.</content>
public static partial class Losses
{
    /// <summary>Σ d²; gradient 2 · d.</summary>
    /// <param name="x">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="gradient">Receives the gradient, or is empty.</param>
    /// <param name="columns">Values of a row.</param>
    /// <param name="stride">Floats from one row to the next in x and the gradient.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    public static double MSE(ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale)
        => Run(default(SquareLoss), x, targets, gradient, columns, stride, scale);

    /// <summary>Σ |d|; gradient the sign of d, 0 for 0.</summary>
    /// <inheritdoc cref="MSE"/>
    public static double L1(ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale)
        => Run(default(AbsoluteLoss), x, targets, gradient, columns, stride, scale);

    /// <summary>Σ d²/(2·beta) where |d| &lt; beta, else |d| − beta/2; gradient d/beta or the sign of d.</summary>
    /// <inheritdoc cref="MSE"/>
    /// <param name="beta">Where the parabola becomes straight; 0 for <see cref="L1"/>.</param>
#pragma warning disable CS1573 // the other parameters' documentation is inherited
    public static double SmoothL1(ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale, float beta)
#pragma warning restore CS1573
        => beta == 0
            ? L1(x, targets, gradient, columns, stride, scale)
            : Run(new ParabolaLoss(beta, 1 / beta), x, targets, gradient, columns, stride, scale);

    /// <summary>Σ d²/2 where |d| ≤ delta, else delta · (|d| − delta/2); gradient d or ±delta.</summary>
    /// <inheritdoc cref="MSE"/>
    /// <param name="delta">Where the parabola becomes straight.</param>
#pragma warning disable CS1573 // the other parameters' documentation is inherited
    public static double Huber(ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale, float delta)
#pragma warning restore CS1573
        => Run(new ParabolaLoss(delta, 1), x, targets, gradient, columns, stride, scale);

    private readonly struct SquareLoss : IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V x, V t)
            where V : struct, ILanes<V>
            => (x - t) * (x - t);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Gradient<V>(V x, V t)
            where V : struct, ILanes<V>
            => (x - t) + (x - t);
    }

    private readonly struct AbsoluteLoss : IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V x, V t)
            where V : struct, ILanes<V>
            => V.Abs(x - t);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Gradient<V>(V x, V t)
            where V : struct, ILanes<V>
            => (V.Create(1) & V.Less(t, x)) - (V.Create(1) & V.Less(x, t));
    }

    /// <summary>slope · d²/2 up to the bend, straight beyond it.</summary>
    private readonly struct ParabolaLoss(float bend, float slope) : IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V x, V t)
            where V : struct, ILanes<V>
        {
            V distance = V.Abs(x - t), half = V.Create(0.5f);
            V parabola = half * V.Create(slope) * distance * distance;
            V line = V.Create(slope * bend) * (distance - half * V.Create(bend));
            return V.Select(V.Less(distance, V.Create(bend)), parabola, line);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Gradient<V>(V x, V t)
            where V : struct, ILanes<V>
            => V.Create(slope) * V.Max(V.Create(-bend), V.Min(V.Create(bend), x - t));
    }
}
